import type { Consent } from '../model/consent.ts'
import { error, type Finding, warning } from '../model/finding.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Line } from '../model/plan.ts'
import { whyItWouldNotStart } from '../model/starting.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Warrant } from '../model/warrant.ts'
import type { Product, Rules } from '../products/product.ts'
import type { Sight, Target } from '../targets/target.ts'
import { losses, whyNoUndo } from './compare.ts'
import { keyLine } from './key-line.ts'
import { type Ours, type Prepared, prepare, refused } from './prepare.ts'
import { warrantFor } from './warrant.ts'

/** Whose rules compare two keys, and what was allowed. */
export interface Terms {
  readonly product: Product
  readonly rules: Rules
  readonly consents: readonly Consent[]
  /** what the key must name; absent or null: as the key in its place */
  readonly identity?: string | null
}

/**
 * A new key in place of the one that is there. Looks at everything, writes nothing.
 *
 * @param instead the plan that takes its place, where a rotation to this very key is under way
 */
export async function planRotation<Seen extends Sight, Step>(
  open: () => Promise<Target<Seen, Step>>,
  text: KeyText,
  verdict: Verdict,
  terms: Terms,
  instead: (target: Target<Seen, Step>, seen: Seen) => Promise<Prepared<Step> | null>,
): Promise<Prepared<Step>> {
  const look = says`see everything about it: lic inspect SOURCE`
  const weighed = warrantFor(text, verdict, terms, look)
  if (weighed.warrant === null)
    return refused('rotate', [keyLine('new key', verdict)], weighed.refusals, terms.consents)
  const target = await open()
  const seen = await target.observe()
  const begun = await instead(target, seen)
  if (begun !== null) return begun
  const replaced = [...(seen.current === null ? [] : [seen.current]), ...seen.elsewhere]
  const worse = distinct(replaced.flatMap((one) => lossesOf(weighed.warrant, one.verdict, terms)))
  return propose(target, seen, weighed.warrant, {
    kind: 'rotate',
    head: [],
    doubts: [...weighed.doubts, ...worse],
    warnings: terms.product.caution === null ? [] : [warning('rotation.caution', terms.product.caution)],
  })
}

export const lossesOf = ({ verdict }: Warrant, current: Verdict, { product, rules }: Terms) =>
  losses(verdict.key, current, product, rules)

interface Proposal extends Pick<Ours, 'head' | 'doubts' | 'warnings'> {
  readonly kind: 'rotate' | 'rollback'
}

/** The way of a key that has a warrant, new or archived, to where the other one is. */
export function propose<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  seen: Seen,
  warrant: Warrant,
  { kind, head, doubts, warnings }: Proposal,
): Prepared<Step> {
  const current = seen.current?.verdict ?? null
  const plain = seen.elsewhere.map((one) => one.verdict)
  const replaced = current === null || seen.unread ? plain : [current, ...plain]
  return prepare(target, seen, { kind: 'rotate', warrant }, kind, {
    head: [
      keyLine('new key', warrant.verdict),
      ...head,
      ...(current === null ? [] : [keyLine('old key', current)]),
      ...seen.elsewhere.map((one) => plainLine(one.verdict, one.where)),
    ],
    doubts,
    warnings,
    noUndo: whyNoUndo(replaced),
    consents: warrant.consents,
  })
}

/** Why no new task would start with the key that is there. */
export function doubtsOfLive({ current, lines }: Sight): readonly Finding[] {
  const why = current === null ? null : whyItWouldNotStart(current.verdict)
  if (why === null) return []
  return [
    error(
      'rotation.key-not-usable',
      says`the key in the secret would not start a new task: ${own(why)}`,
      says`put a good key into place first: ${own(lines.rotate)}`,
    ),
  ]
}

/** Tasks that read the key that is there again. */
export async function planRedeployment<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  consents: readonly Consent[],
): Promise<Prepared<Step>> {
  const seen = await target.observe()
  const current = seen.current?.verdict ?? null
  const doubts = doubtsOfLive(seen)
  const head = current === null ? [] : [keyLine('key', current)]
  const ours: Ours = { head, doubts, warnings: [], noUndo: null, consents }
  return prepare(target, seen, { kind: 'redeploy', verdict: current, consents }, 'redeploy', ours)
}

const distinct = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ code, says: text }, at) => {
    const first = findings.findIndex((other) => other.code === code && other.says === text)
    return first === at
  })

/** A key that runs without being in the secret. */
function plainLine(verdict: Verdict, where: Shown): Line {
  const { label, value } = keyLine('plain key', verdict)
  return { label, value: says`${own(value)}, in the task definition of ${own(where)}` }
}
