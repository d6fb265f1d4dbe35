import { error, type Finding, warning } from '../model/finding.ts'
import { toIso } from '../model/instant.ts'
import { KeyText } from '../model/key-text.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Sight, Target } from '../targets/target.ts'
import { choose, comesWithGoingBack, listed, offersAmong, type ReadableKey } from './choose.ts'
import { keyLine } from './key-line.ts'
import { lossesOf, propose, type Terms } from './plan.ts'
import { type Prepared, refused } from './prepare.ts'
import { warrantFor } from './warrant.ts'

/** A plan, and the archived key that it puts; null where none could be chosen. */
interface WayBack<Step> extends Prepared<Step> {
  readonly chosen: ReadableKey | null
}

/**
 * A rotation to a key that is kept: judged as of now, put as a new version, the rest as for any other key.
 *
 * @param to the beginning of a fingerprint or of a version id; null: the newest archive
 */
export async function planRollback<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  to: string | null,
  terms: Terms,
): Promise<WayBack<Step>> {
  const seen = await target.observe()
  const stop = (refusals: readonly Finding[], chosen: ReadableKey | null): WayBack<Step> => ({
    ...refused(
      'rollback',
      [
        ...(chosen === null ? [] : [keyLine('new key', chosen.key.verdict), fromLine(chosen)]),
        ...(seen.current === null ? [] : [keyLine('old key', seen.current.verdict)]),
        ...seen.head,
      ],
      [...seen.refusals, ...refusals],
      terms.consents,
    ),
    current: seen.current?.verdict ?? null,
    chosen,
  })
  if (seen.current === null && seen.refusals.length > 0) return stop([], null)
  const live = seen.current?.text ?? NO_KEY
  const kept = await target.archived(seen)
  if (kept.length === 0) return stop([nothingKept(seen.lines.rotate)], null)
  const choice = choose(kept, to, live, seen.lines.history)
  if ('refusal' in choice) return stop([choice.refusal], null)
  const { chosen } = choice
  const { text, verdict } = chosen.key
  const weighed = warrantFor(text, verdict, terms, says`see every version: ${own(seen.lines.history)}`)
  if (weighed.warrant === null) {
    const others = listed(
      offersAmong(kept).filter((each) => each !== chosen),
      seen.lines.history,
    )
    return stop(
      weighed.refusals.map((each) => ({ ...each, hints: [...each.hints, ...others] })),
      chosen,
    )
  }
  const worse = seen.current === null ? [] : lossesOf(weighed.warrant, seen.current.verdict, terms)
  const prepared = propose(target, seen, weighed.warrant, {
    kind: 'rollback',
    head: [fromLine(chosen), ...(text.equals(live) ? [] : [putAnew])],
    doubts: [...weighed.doubts, ...worse.filter((each) => !comesWithGoingBack(each))],
    warnings: worse.filter(comesWithGoingBack).map(({ code, says: what }) => warning(code, what)),
  })
  return { ...prepared, chosen }
}

const nothingKept = (rotate: Shown): Finding =>
  error(
    'rotation.no-archive',
    says`there is no archived key to go back to: none is kept there`,
    says`put the old key into place, from wherever you have it: ${own(rotate)}`,
  )

/** Where none is in place, whatever is kept is another one. */
const NO_KEY = new KeyText('')

const putAnew = { label: 'note', value: says`it is put anew, and called the new key below` }

const fromLine = (chosen: ReadableKey) => ({ label: 'from', value: whereFrom(chosen) })

/** `version 8fe2467d…, archived 2026-11-23T12:00:00Z` */
export const whereFrom = ({ version, archived }: ReadableKey): Shown =>
  says`version ${version}${archived === null ? '' : `, archived ${toIso(archived)}`}`
