import { type Instant, instantAt, SECOND } from '../model/instant.ts'
import type { RuntimeWord } from '../model/runtime-word.ts'
import type { Phase } from '../model/timeline.ts'
import type { Verdict } from '../model/verdict.ts'
import { type Shown, says, visible } from '../model/visible.ts'
import type { Product } from '../products/product.ts'

/** Something that will happen, and what it does to processes; null where it does nothing to them. */
export interface Ahead {
  readonly at: Instant
  readonly says: Shown
  readonly effects: Phase['says'] | null
}

/** What the key's life still holds, soonest first; without a key, what the runtime says of its end. */
export function ahead(
  verdict: Verdict | null,
  words: readonly RuntimeWord[],
  product: Product,
  now: Instant,
): readonly Ahead[] {
  const all = verdict === null ? ofWords(words) : ofKey(verdict, product)
  return all.filter(({ at }) => at > now).toSorted((a, b) => a.at - b.at)
}

function ofKey(verdict: Verdict, product: Product): readonly Ahead[] {
  if ((verdict.kind !== 'usable' && verdict.kind !== 'out-of-term') || verdict.timeline === null) return []
  const { expires } = verdict.key
  const mails = expires === null ? [] : product.reminders(expires)
  return [
    ...mails.map(({ at, says: text }) => ({ at, says: text, effects: null })),
    ...verdict.timeline.flatMap(({ from, name, says: effects }) =>
      from === 'always' ? [] : [{ at: wholeSecond(from), says: visible(name), effects }],
    ),
  ]
}

/** A phase that begins a millisecond after a second is said to begin with it. */
const wholeSecond = (at: Instant): Instant => (at % SECOND === 1 ? instantAt(at - 1) : at)

const ofWords = (words: readonly RuntimeWord[]): readonly Ahead[] =>
  words.flatMap(({ expires }) =>
    expires === null
      ? []
      : [{ at: expires, says: says`the license expires, as the runtime says`, effects: null }],
  )
