import { error, type Finding, warning } from '../model/finding.ts'
import { relative, toIso } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Line, Plan } from '../model/plan.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import type { Intent, Performer, Sight, Target } from '../targets/target.ts'
import { losses, remarks, whyItWouldNotStart, whyNoUndo } from './compare.ts'
import { warrantFor } from './warrant.ts'

/** A plan, and who would carry it out; null where there is nothing to carry out. */
export interface Prepared<Step> {
  readonly plan: Plan<Step>
  readonly performer: Performer<Step> | null
  /** what the key that is there is worth; null where it could not be read */
  readonly current: Verdict | null
}

/** A new key in place of the one that is there. Looks at everything, writes nothing. */
export async function planRotation<Seen extends Sight, Step>(
  open: () => Promise<Target<Seen, Step>>,
  text: KeyText,
  verdict: Verdict,
  product: Product,
  rules: Rules,
): Promise<Prepared<Step>> {
  const warrant = warrantFor(text, verdict)
  if ('code' in warrant) return refusedOutright('rotate', [keyLine('new key', verdict)], warrant)
  const target = await open()
  const seen = await target.observe()
  const current = seen.current?.verdict ?? null
  const worse = current === null ? [] : losses(warrant.verdict.key, current, product, rules)
  const head = [keyLine('new key', verdict), ...(current === null ? [] : [keyLine('old key', current)])]
  return prepare(
    target,
    seen,
    { kind: 'rotate', warrant },
    { head, refusals: worse, noUndo: whyNoUndo(current) },
  )
}

/** Tasks that read the key that is there again. */
export async function planRedeployment<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
): Promise<Prepared<Step>> {
  const seen = await target.observe()
  const current = seen.current?.verdict ?? null
  const why = current === null ? null : whyItWouldNotStart(current)
  const refusals =
    why === null
      ? []
      : [
          error(
            'rotation.key-not-usable',
            says`the key in the secret would not start a new task: ${own(why)}`,
            says`put a good key into place first: lic rotate SOURCE`,
          ),
        ]
  const head = current === null ? [] : [keyLine('key', current)]
  return prepare(target, seen, { kind: 'redeploy', verdict: current }, { head, refusals, noUndo: null })
}

interface Ours {
  readonly head: readonly Line[]
  readonly refusals: readonly Finding[]
  readonly noUndo: Shown | null
}

function prepare<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  seen: Seen,
  intent: Intent,
  ours: Ours,
): Prepared<Step> {
  const readable = seen.current !== null
  const draft = readable
    ? target.draft(seen, intent, ours.noUndo)
    : { head: [], steps: [], refusals: [], warnings: [] }
  const refusals = [...seen.refusals, ...ours.refusals, ...draft.refusals]
  const noUndo = draft.steps.some(({ id }) => id === 'promote') ? ours.noUndo : null
  const plan: Plan<Step> = {
    kind: intent.kind,
    head: [...ours.head, ...seen.head, ...draft.head],
    refusals,
    warnings: [
      ...(noUndo === null ? [] : [warning('rotation.no-undo', says`there is no undo: ${own(noUndo)}`)]),
      ...(readable ? remarks(seen.current.verdict) : []),
      ...seen.warnings,
      ...draft.warnings,
    ],
    steps: draft.steps,
    noUndo,
  }
  return {
    plan,
    performer: refusals.length > 0 ? null : target.performer(seen, intent),
    current: seen.current?.verdict ?? null,
  }
}

const refusedOutright = (
  kind: Plan<never>['kind'],
  head: readonly Line[],
  refusal: Finding,
): Prepared<never> => ({
  plan: { kind, head, refusals: [refusal], warnings: [], steps: [], noUndo: null },
  performer: null,
  current: null,
})

/** `Enterprise for acme, expires 2027-10-28T00:00:00Z (in 338 d), 3f2a0c11d2aa` */
function keyLine(label: string, verdict: Verdict): Line {
  if (!('key' in verdict))
    return { label, value: verdict.kind === 'absent' ? says`none` : says`cannot be read` }
  const { key, now } = verdict
  const who = key.identity === null ? says`` : says` for ${key.identity.value}`
  const until =
    key.expires === null
      ? says``
      : says`, ${now > key.expires ? 'expired' : 'expires'} ${toIso(key.expires)} (${relative(key.expires, now)})`
  return {
    label,
    value: says`${key.tier ?? 'no tier'}${own(who)}${own(until)}, fingerprint ${key.fingerprint}`,
  }
}
