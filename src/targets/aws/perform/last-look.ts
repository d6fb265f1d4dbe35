import type { SecretFacts } from '../../../host/aws-api.ts'
import { after, instantAt } from '../../../model/instant.ts'
import { LAG, momentOf } from '../freshness.ts'
import type { AwsSight } from '../sight.ts'
import type { Run } from './run.ts'

type Look = Pick<SecretFacts, 'changed' | 'date'>

/** The one that the plan rests on. Without its last change it tells nothing. */
export const firstLook = ({ secret }: AwsSight): Look | null =>
  secret === null || secret.changed === null ? null : { changed: secret.changed, date: secret.date }

/**
 * AWSCURRENT is in place. Where the secret was changed since the look before, it may have been elsewhere meanwhile
 * and come back: what was changed, nothing tells.
 */
export function foundInPlace({ memory }: Run, { changed, date }: Look): void {
  const { lastLook } = memory
  if (lastLook === null || lastLook.changed !== changed)
    memory.astray.push({
      notBefore: lastLook === null ? instantAt(0) : after(lastLook.date, -LAG),
      notAfter: momentOf(changed ?? date).notAfter,
    })
  memory.lastLook = { changed, date }
}

/** Nobody has changed the secret since the last look at it. */
export const untouchedSince = ({ memory }: Run, { changed }: Look): boolean =>
  memory.lastLook !== null && memory.lastLook.changed === changed

/** A task that is made within the second of a change could have read either key. */
export const justChanged = ({ memory: { lastLook, astray } }: Run): boolean =>
  lastLook !== null && astray.some(({ notAfter }) => notAfter > lastLook.date)

/** It was moved by this run: looks before that tell nothing of what is in place now. */
export function movedOn({ memory }: Run): void {
  memory.lastLook = null
  memory.astray.length = 0
}
