import type { Decoding } from '../../model/decoded.ts'
import { error } from '../../model/finding.ts'
import { begins, type KeyText } from '../../model/key-text.ts'
import { says } from '../../model/visible.ts'
import { decodeHmac, HMAC_PREFIX } from './hmac.ts'
import { decodeSigned } from './signed.ts'
import { describeStray } from './strays.ts'
import { decodeV1 } from './v1.ts'

const PREFIX = 'AXON-'

export const beginsLikeAKey = (text: KeyText): boolean => begins(text.reveal(), PREFIX)

/** Linux passes at most 128 KiB in one environment string, with the variable's name, `=` and a NUL. */
const LONGEST = 128 * 1024 - 'AXONFLOW_LICENSE_KEY='.length - 1

/** Reads a key in the runtime's order: prefix, AXON-V2-, dot, payload, JSON, signature. Never throws. */
export function decode(text: KeyText): Decoding {
  if (text.length === 0) return { kind: 'absent', product: 'axonflow' }
  if (text.length > LONGEST) return tooLarge(text.length)
  const key = text.reveal()
  if (!begins(key, PREFIX)) return describeStray(key)
  if (begins(key, HMAC_PREFIX)) return decodeHmac(key)
  const dot = key.lastIndexOf('.')
  return dot < PREFIX.length ? decodeV1(key) : decodeSigned(key, dot)
}

const tooLarge = (size: number): Decoding => ({
  kind: 'malformed',
  product: 'axonflow',
  form: null,
  faults: [
    error(
      'key.too-large',
      says`${size} bytes: a key of more than ${LONGEST} never reaches the runtime`,
      says`one environment variable holds 128 KiB on Linux`,
    ),
  ],
})
