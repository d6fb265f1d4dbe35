import { Buffer } from 'node:buffer'
import { type Finding, warning } from '../../model/finding.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { Rules } from '../product.ts'

const VARIABLE = 'LICENSE_STORAGE_SECRET'
const LEAST = 32
const NONE: readonly Finding[] = []

/** What the environment beside the key lacks. Source: Terragnos docs, Licensing & Quotas. */
export function weighSurroundings({ env }: Rules): readonly Finding[] {
  const lacking = env === undefined ? null : weighStorage(env[VARIABLE])
  return lacking === null ? NONE : [lacking]
}

/** @param secret what encrypts licenses that are uploaded; undefined: it is not set */
export function weighStorage(secret: string | undefined): Finding | null {
  const bytes = Buffer.byteLength(secret ?? '', 'utf8')
  if (bytes >= LEAST) return null
  return warning(
    'key.storage-secret',
    bytes === 0 ? absent : short(bytes),
    lost,
    says`set it to a random text of at least ${LEAST} bytes: openssl rand -base64 32`,
  )
}

const absent = says`${VARIABLE} is not set: a key that is uploaded through the API or the console stays in memory alone`
const short = (bytes: number): Shown =>
  says`${VARIABLE} has ${bytes} bytes, and the vendor asks for at least ${LEAST} to keep uploaded keys`
const lost = says`after a restart, what counts again is LICENSE_KEY of the environment, or nothing`
