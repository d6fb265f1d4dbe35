import { Buffer } from 'node:buffer'
import { type Instant, parseInstant, toIso } from '../../model/instant.ts'
import { isVersion } from './archives.ts'

/** What the lock file says of the rotation that is in flight: no key, and nothing that a key could be told from. */
export interface Lock {
  readonly began: Instant
  /** who began it, raw */
  readonly by: string
  /** the fingerprint of the key that it puts into place */
  readonly to: string
  /** the archive that it keeps of the file; null: there was no file */
  readonly archive: string | null
}

const HEAD = 'lic rotation 1'
const FINGERPRINT = /^[0-9a-f]{12}$/

export const lockBytes = ({ began, by, to, archive }: Lock): Uint8Array =>
  Buffer.from(
    `${HEAD}\nbegan ${toIso(began)}\nto ${to}\narchive ${archive ?? '-'}\nby ${JSON.stringify(by)}\n`,
    'utf8',
  )

/** Null: it is none of ours. */
export function readLock(bytes: Uint8Array): Lock | null {
  const [head, ...lines] = Buffer.from(bytes).toString('utf8').split('\n')
  if (head !== HEAD) return null
  const field = (name: string) => lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1)
  const began = parseInstant(field('began') ?? '')
  const to = field('to')
  const archive = field('archive')
  const by = /^"((?:[^"\\]|\\.)*)"$/.exec(field('by') ?? '')?.[1]
  if (began === undefined || to === undefined || archive === undefined || by === undefined) return null
  if (!FINGERPRINT.test(to) || !(archive === '-' || isVersion(archive))) return null
  return { began, to, archive: archive === '-' ? null : archive, by }
}
