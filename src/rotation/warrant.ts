import type { Consent } from '../model/consent.ts'
import { error, type Finding, isNonEmpty, type NonEmpty } from '../model/finding.ts'
import { relative, toIso } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import { whyItWouldNotStart } from '../model/starting.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Warrant } from '../model/warrant.ts'
import { settle } from './consents.ts'

/** A warrant with the doubts that were allowed away, or why there is none. */
type Weighed =
  | { readonly warrant: Warrant; readonly doubts: readonly Finding[] }
  | { readonly warrant: null; readonly refusals: NonEmpty<Finding> }

/** What was allowed, and the identity that the key must name; null: any. */
interface Wanted {
  readonly consents: readonly Consent[]
  readonly identity?: string | null
}

/**
 * The right to put a key into place. A verified key in term has it. One that new tasks would start with all the same,
 * or whose signature nobody can check, has it by consent; any other has no way in.
 *
 * @param look how to see more of it
 */
export function warrantFor(
  text: KeyText,
  verdict: Verdict,
  { consents, identity = null }: Wanted,
  look: Shown,
): Weighed {
  if (!('standing' in verdict) || verdict.kind === 'refused' || verdict.kind === 'forgery')
    return { warrant: null, refusals: [noWayIn(verdict, consents, look)] }
  if (verdict.standing === null || whyItWouldNotStart(verdict) !== null)
    return { warrant: null, refusals: [noWayIn(verdict, consents, look)] }
  const doubts = [...doubtsAbout(verdict, identity)]
  const { refusals } = settle(doubts, consents)
  if (isNonEmpty(refusals)) return { warrant: null, refusals }
  return { warrant: { text, verdict, consents }, doubts }
}

function* doubtsAbout(verdict: Warrant['verdict'], identity: string | null): Generator<Finding> {
  const { key, now, standing } = verdict
  if (identity !== null && key.identity?.value !== identity)
    yield error(
      'rotation.other-identity',
      key.identity === null
        ? says`this key names no identity, and must name ${identity}`
        : says`this key is for ${key.identity.value}, and must be for ${identity}`,
      says`check that this is the right key, and the right deployment`,
    )
  if (verdict.kind === 'unproved')
    yield error(
      'rotation.unverifiable',
      says`nobody can say whether this key is genuine: ${own(verdict.trust.why.says)}`,
      ...verdict.trust.why.hints,
    )
  if (standing !== null && standing.phase.state !== 'alive')
    yield error(
      'rotation.expired',
      says`this key ${own(ended(key.expires, now))}: a new task ${own(standing.phase.says.starting)}`,
      says`ask for a key that is in term`,
    )
}

const ended = (expires: Parameters<typeof relative>[0] | null, now: Parameters<typeof relative>[1]): Shown =>
  expires === null ? says`is not in term` : says`expired ${toIso(expires)} (${relative(expires, now)})`

const noWayIn = (verdict: Verdict, consents: readonly Consent[], look: Shown): Finding =>
  error(
    'rotation.key-not-usable',
    says`this key is not put anywhere: ${own(WHY[verdict.kind])}${own(reason(verdict))}`,
    ...(consents.length === 0 ? [] : [says`no --allow opens this`]),
    look,
  )

const WHY = {
  usable: says`no new task would start with it`,
  'out-of-term': says`it is not in term now, and no new task would start with it`,
  unproved: says`its signature could not be checked, and no new task would start with it`,
  refused: says`its product's runtime refuses it`,
  forgery: says`its signature is forged`,
  unreadable: says`it cannot be read as a key`,
  absent: says`there is no key`,
} as const satisfies Record<Verdict['kind'], Shown>

function reason({ findings }: Verdict): Shown {
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0]
  return first === undefined ? says`` : says` (${own(first.says)}) [${first.code}]`
}
