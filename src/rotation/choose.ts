import type { Code } from '../model/codes.ts'
import { error, type Finding } from '../model/finding.ts'
import { toIso } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { KeptKey } from '../targets/target.ts'

/** A kept version whose key could be read. */
export interface ReadableKey extends KeptKey {
  readonly key: { readonly text: KeyText; readonly verdict: Verdict }
}

/** Shorter beginnings are too easily somebody else's. */
const FINGERPRINT = /^[0-9a-f]{6,12}$/i
const VERSION = /^[\w-]{8,64}$/

/** Whether a text can be the beginning of a fingerprint or of a version id. */
export const canName = (text: string): boolean => FINGERPRINT.test(text) || VERSION.test(text)

/**
 * The key to go back to, or why there is none.
 *
 * @param kept newest first
 * @param to the beginning of a fingerprint or of a version id; null: the newest archive
 * @param history the command that shows every version
 */
export function choose(
  kept: readonly KeptKey[],
  to: string | null,
  live: KeyText,
  history: Shown,
): { readonly chosen: ReadableKey } | { readonly refusal: Finding } {
  const offers = offersAmong(kept)
  const found = to === null ? newest(offers, kept, live, history) : named(kept, offers, to, history)
  if ('code' in found) return { refusal: found }
  if (isReadable(found)) return { chosen: found }
  const { why } = found.key as { readonly why: Finding }
  return {
    refusal: error(
      'rotation.archive-unreadable',
      says`version ${found.version} cannot be read: ${own(why.says)}`,
      ...why.hints,
      ...listed(
        offers.filter((each) => each !== found),
        history,
      ),
    ),
  }
}

/** What going back brings with it by nature: said, not refused. */
const GOING_BACK: readonly Code[] = ['rotation.sooner-expiry', 'rotation.lower-tier', 'rotation.fewer-limits']

export const comesWithGoingBack = ({ code }: Finding): boolean => GOING_BACK.includes(code)

/** Those that a rollback chooses among by itself. */
export const archives = (kept: readonly KeptKey[]): readonly KeptKey[] =>
  offersAmong(kept).filter((each) => each.as.includes('archived') && !hasFailedSince(each, kept))

/** Those that could be gone back to, as far as labels tell. */
export const offersAmong = (kept: readonly KeptKey[]): readonly KeptKey[] =>
  kept.filter((each) => !each.as.includes('current') && !hasFailed(each))

const hasFailed = ({ as }: KeptKey): boolean => as.includes('failed')
/** A rotation to this very key, put anew, failed after it was archived. */
const hasFailedSince = (archive: KeptKey, kept: readonly KeptKey[]): boolean =>
  kept.some(
    (each) => hasFailed(each) && sameKey(each, archive) && (each.failed ?? 0) > (archive.archived ?? 0),
  )

const isReadable = (kept: KeptKey): kept is ReadableKey => 'verdict' in kept.key

function newest(
  offers: readonly KeptKey[],
  kept: readonly KeptKey[],
  live: KeyText,
  history: Shown,
): KeptKey | Finding {
  const others = offers.filter(({ key }) => !('text' in key && key.text.equals(live)))
  const [first] = archives(kept)
    .filter((each) => others.includes(each))
    .sort((a, b) => (b.archived ?? 0) - (a.archived ?? 0))
  return (
    first ??
    error(
      'rotation.no-archive',
      says`there is no archived key to go back to`,
      ...listed(others, history),
      says`see every version: ${own(history)}`,
    )
  )
}

function named(
  kept: readonly KeptKey[],
  offers: readonly KeptKey[],
  to: string,
  history: Shown,
): KeptKey | Finding {
  const exact = kept.filter(({ version }) => version === to)
  const meant = exact.length > 0 ? exact : kept.filter((each) => isNamedBy(each, to))
  const good = meant.filter((each) => !hasFailed(each))
  const [first, ...others] = good
  if (first === undefined)
    return meant[0] === undefined ? unknown(offers, to, history) : failed(meant[0], offers, history)
  return others.every((each) => sameKey(first, each)) ? first : ambiguous(good, to, history)
}

function isNamedBy({ version, key }: KeptKey, to: string): boolean {
  const fingerprint = 'verdict' in key && 'key' in key.verdict ? key.verdict.key.fingerprint : null
  const byFingerprint = FINGERPRINT.test(to) && fingerprint?.startsWith(to.toLowerCase()) === true
  return byFingerprint || (VERSION.test(to) && version.startsWith(to))
}

const sameKey = (one: KeptKey, other: KeptKey): boolean =>
  'text' in one.key && 'text' in other.key && one.key.text.equals(other.key.text)

const unknown = (offers: readonly KeptKey[], to: string, history: Shown): Finding =>
  error(
    'rotation.archive-unknown',
    says`no version that is kept begins with ${to}`,
    ...listed(offers, history),
    ...(offers.length > MOST ? [] : [says`see every version: ${own(history)}`]),
  )

const ambiguous = (meant: readonly KeptKey[], to: string, history: Shown): Finding =>
  error(
    'rotation.archive-ambiguous',
    says`${meant.length} versions begin with ${to}`,
    ...listed(meant, history),
  )

const failed = ({ version, failed: when }: KeptKey, offers: readonly KeptKey[], history: Shown): Finding =>
  error(
    'rotation.archive-failed',
    says`a rotation to version ${version} failed${when === null ? '' : ` at ${toIso(when)}`}, and it is never gone back to`,
    ...listed(offers, history),
  )

const MOST = 10

/** What there is, one a line. */
export function listed(offers: readonly KeptKey[], history: Shown): readonly Shown[] {
  const lines = offers.slice(0, MOST).map((each) => says`there is ${own(wordsFor(each))}`)
  return offers.length <= MOST ? lines : [...lines, says`and ${offers.length - MOST} more: ${own(history)}`]
}

function wordsFor({ version, archived, key }: KeptKey): Shown {
  const when = archived === null ? says`not archived` : says`archived ${toIso(archived)}`
  const verdict = 'verdict' in key ? key.verdict : null
  const what =
    verdict !== null && 'key' in verdict
      ? says`${verdict.key.tier ?? 'no tier'}, fingerprint ${verdict.key.fingerprint}`
      : says`one that cannot be read`
  return says`${own(what)}, ${own(when)}, version ${version}`
}
