import { nameOf } from '../../input/odd-character.ts'
import { error, type Finding } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Base64Fault } from '../../wire/base64url.ts'

/** What happened to one base64url part of a key. @param offset where the part begins in the key */
export function describeBase64(
  part: 'payload' | 'signature',
  key: string,
  offset: number,
  fault: Base64Fault,
): Finding {
  const code = part === 'payload' ? 'key.payload-base64' : 'key.signature-base64'
  if (fault.kind === 'length') return error(code, lengthSays(part, fault.characters))
  const at = offset + fault.at
  const character = key.charAt(at)
  if (character === '=')
    return error(
      code,
      says`the ${part} is padded: '=' at position ${at + 1}`,
      says`the key was encoded again on its way: its parts carry no padding`,
    )
  if (character === '+' || character === '/')
    return error(
      code,
      says`the ${part} is in standard base64: ${character} at position ${at + 1} where base64url has ${character === '+' ? '-' : '_'}`,
      says`the key was encoded again on its way: copy it from where it was issued`,
    )
  const name = own(nameOf(key, at))
  if (part === 'signature' && AFTER.test(key.slice(at)))
    return error(code, says`${name} after the key`, says`the runtime does not trim: remove it`)
  const second = key.indexOf('AXON-', 1)
  return error(
    code,
    says`${name} in the ${part}, at position ${at + 1}`,
    ...(second > 0 ? [says`a second AXON- begins at position ${second + 1}: these are two keys`] : []),
  )
}

const AFTER = /^[\s"'`\0\u00a0\u00c2\u00e2\u0080\u008b\u009c\u009d,;]+$/

function lengthSays(part: 'payload' | 'signature', characters: number): Shown {
  if (part === 'signature' && characters < 86)
    return says`cut short: the signature has ${Math.floor((characters * 6) / 8)} of 64 bytes`
  if (part === 'signature')
    return says`the signature has ${characters} characters, not 86: something follows the key`
  return says`the payload has ${characters} characters, which base64url never has: one is missing or too many`
}

/** A signature that could be decoded, but not to 64 bytes. */
export const describeLength = (bytes: number): Finding =>
  error(
    'key.signature-length',
    bytes === 0
      ? says`cut short: nothing follows the '.', the signature is missing`
      : bytes < 64
        ? says`cut short: the signature has ${bytes} of 64 bytes`
        : says`the signature has ${bytes} bytes, not 64: something follows the key`,
  )
