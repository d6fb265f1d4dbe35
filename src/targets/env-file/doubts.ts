import { Buffer } from 'node:buffer'
import { error, type Finding, warning } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { KeyText } from '../../model/key-text.ts'
import { own, says } from '../../model/visible.ts'
import type { Intent, Licensed } from '../target.ts'
import { lockPath } from './archives.ts'
import { byLic } from './lines.ts'
import type { Lock } from './lock.ts'
import { type Unedited, valueIn } from './perform/edit.ts'
import type { FileSight } from './sight.ts'

export function inFlight({ ref }: Pick<FileSight, 'ref'>, lock: Lock): Finding {
  const lines = byLic(ref)
  return error(
    'file.in-flight',
    says`a rotation of this file is in flight, begun at ${toIso(lock.began)} by ${lock.by}`,
    says`if nobody works on it, go on with it: ${own(lines.resume)}`,
    says`or let it be (removes its lock file, and nothing else): ${own(lines.abandon)}`,
  )
}

/** Something else has the name that a lock file would have. It is nobody's to remove but its owner's. */
export const noLock = (path: string): Finding =>
  error(
    'file.in-flight',
    says`${lockPath(path)} is there, and is no lock file of lic`,
    says`see what it is; if nobody needs it, remove it: rm ${lockPath(path)}`,
  )

export function unedited({ ref }: FileSight, why: Unedited): Finding {
  if (why.why === 'twice')
    return error(
      'file.variable-twice',
      says`${ref.path} sets ${ref.variable} ${why.lines.length} times, in lines ${why.lines.join(', ')}, and readers differ in which one counts`,
      says`take out all but one`,
    )
  return error(
    'file.unwritable-value',
    says`there is no way to write this into ${ref.path} that every reader of it takes alike`,
    says`a key has no quotes, dollar signs or backslashes: look at it with lic inspect SOURCE`,
  )
}

/** What a runtime compares its key with at start, where the same file sets it. */
export function identityDiffers(
  { file, ref }: FileSight,
  { warrant }: Intent & { kind: 'rotate' },
  { wiring }: Licensed,
): readonly Finding[] {
  const name = wiring?.identityVariable ?? null
  const { identity } = warrant.verdict.key
  if (name === null || file === null || identity === null) return []
  const there = valueIn(file, name)
  if (there === null || there.length === 0 || matches(there, identity.value)) return []
  return [
    error(
      'wiring.identity',
      says`${ref.path} sets ${name} to another organization than the key's, ${identity.value}: the product would refuse to start`,
      says`check that this is the right key and the right file`,
    ),
  ]
}

const matches = (there: KeyText, identity: string): boolean =>
  there.equals(new KeyText(Buffer.from(identity, 'utf8').toString('latin1')))

/** Until it is restarted, nothing changes for anybody. */
export function unread({ ref }: FileSight, { restarts }: Licensed): readonly Finding[] {
  if (ref.restart !== null) return []
  return [
    warning(
      'file.not-restarted',
      says`nothing is restarted here: the key counts once ${restarts.join(' and ')} ${restarts.length === 1 ? 'starts' : 'start'} again`,
      says`have it done: --restart 'docker compose up -d'`,
    ),
  ]
}
