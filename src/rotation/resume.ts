import { error, type Finding, warning } from '../model/finding.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Line } from '../model/plan.ts'
import { whyItWouldNotStart } from '../model/starting.ts'
import { own, says } from '../model/visible.ts'
import type { InFlight, Intent, KeptKey, Sight, Target } from '../targets/target.ts'
import { archives, comesWithGoingBack } from './choose.ts'
import { whyNoUndo } from './compare.ts'
import { keyLine } from './key-line.ts'
import { lossesOf, type Terms } from './plan.ts'
import { type Ours, type Prepared, prepare } from './prepare.ts'
import { warrantFor } from './warrant.ts'

/** What is left of a rotation that was begun, on whichever machine; with `given`, only if it is to that very key. */
export async function planResumption<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  given: KeyText | null,
  terms: Terms,
): Promise<Prepared<Step>> {
  const seen = await target.observe()
  const { inFlight } = seen
  if (inFlight === null) {
    const live = given === null || seen.current?.text.equals(given) === true
    return labelsOnly(
      target,
      seen,
      { kind: 'resume', inFlight, consents: [] },
      live ? [] : [noneInFlight(seen)],
    )
  }
  const other = given !== null && inFlight.next?.text.equals(given) !== true ? [otherKey(inFlight)] : []
  return takenUp(target, seen, inFlight, other, [], terms)
}

/** The same, where a rotation to this very key is under way already; null where none is. */
export async function convergence<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  seen: Seen,
  text: KeyText,
  terms: Terms,
): Promise<Prepared<Step> | null> {
  const { inFlight } = seen
  if (inFlight?.next?.text.equals(text) !== true) return null
  const note = {
    label: 'note',
    value: says`a rotation to this very key is in flight: nothing is put, it is gone on with`,
  }
  return takenUp(target, seen, inFlight, [], [note], terms)
}

/** Labels alone: nothing that runs is touched, so nothing but the labels stands in the way. */
export async function planAbandonment<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
): Promise<Prepared<Step>> {
  return labelsOnly(target, await target.observe(), { kind: 'abandon' }, [])
}

const noneInFlight = ({ lines }: Sight) =>
  error(
    'rotation.none-in-flight',
    says`nothing is in flight, and this key is not seen to be the live one`,
    says`put it into place: ${own(lines.rotate)}`,
  )

const otherKey = ({ lines }: InFlight) =>
  error(
    'rotation.other-key',
    says`the rotation that is in flight is to another key than this one`,
    says`go on with that one without naming a key: ${own(lines.resume)}`,
    says`or let it be, then rotate to this key (labels only): ${own(lines.abandon)}`,
  )

async function takenUp<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  seen: Seen,
  inFlight: InFlight,
  refused: readonly Finding[],
  notes: readonly Line[],
  terms: Terms,
): Promise<Prepared<Step>> {
  const { stand, next, old } = inFlight
  const found = standInTheWay(inFlight, terms)
  const natural = found.filter(comesWithGoingBack)
  const back = natural.length > 0 && isKept(await target.archived(seen), next)
  const ours: Ours = {
    head: [
      ...(next === null ? [] : [keyLine('new key', next.verdict)]),
      ...(old === null ? [] : [keyLine(stand === 'moved-on' ? 'live key' : 'old key', old.verdict)]),
      ...notes,
      ...(stand === 'taken-back' ? [finishesUndo] : []),
    ],
    doubts: [...refused, ...(back ? found.filter((each) => !natural.includes(each)) : found)],
    warnings: back ? natural.map(({ code, says: what }) => warning(code, what)) : [],
    consents: terms.consents,
    noUndo: stand === 'taken-back' ? null : whyNoUndo(old === null ? [] : [old.verdict]),
    undoes: stand === 'taken-back' ? takenBack : null,
  }
  return prepare(target, seen, { kind: 'resume', inFlight, consents: terms.consents }, 'resume', ours)
}

/** The key in flight is one that was archived before: it was a way back that died, whoever began it. */
const isKept = (kept: readonly KeptKey[], next: InFlight['next']): boolean =>
  next !== null && archives(kept).some(({ key }) => 'text' in key && key.text.equals(next.text))

const finishesUndo = {
  label: 'note',
  value: says`this finishes an undo: it ends undone (51), with the old key live`,
}

const takenBack = error(
  'rotation.taken-back',
  says`the rotation that was in flight had failed, and was being taken back: that is finished now`,
  says`look at its key before it is tried again: the version is labelled lic-failed`,
)

/** What goes live is judged as of now, as for a new rotation; what is live already must only start. */
function standInTheWay(inFlight: InFlight, terms: Terms): readonly Finding[] {
  const { stand, next, old } = inFlight
  if (stand === 'moved-on') return [movedOn(inFlight)]
  if (next === null || stand === 'taken-back') return []
  if (stand === 'promoted') {
    const why = whyItWouldNotStart(next.verdict)
    return why === null
      ? []
      : [
          error(
            'rotation.key-not-usable',
            says`the new key would not start a new task now: ${own(why)}`,
            says`go back to the key before, or let it be (labels only): ${own(inFlight.lines.abandon)}`,
          ),
        ]
  }
  const letBe = says`let the rotation in flight be (labels only): ${own(inFlight.lines.abandon)}`
  const weighed = warrantFor(next.text, next.verdict, terms, letBe)
  if (weighed.warrant === null) return weighed.refusals
  return [...weighed.doubts, ...(old === null ? [] : lossesOf(weighed.warrant, old.verdict, terms))]
}

const movedOn = ({ lines }: InFlight) =>
  error(
    'rotation.moved-on',
    says`somebody has changed the secret since this rotation began: it is not gone on with`,
    says`once nobody works on it, take its labels off (nothing else changes): ${own(lines.abandon)}`,
  )

function labelsOnly<Seen extends Sight, Step>(
  target: Target<Seen, Step>,
  seen: Seen,
  intent: Extract<Intent, { kind: 'resume' | 'abandon' }>,
  refused: readonly Finding[],
): Prepared<Step> {
  const current = seen.current?.verdict ?? null
  const { head, steps, warnings, ...draft } = target.draft(seen, intent, null)
  const refusals = [...draft.refusals, ...refused]
  const live = current === null ? [] : [keyLine('live key', current)]
  return {
    plan: {
      // What is carried out is the same: labels are taken off.
      kind: 'abandon',
      head: [...live, ...seen.head, ...head],
      refusals,
      warnings,
      consents: [],
      steps,
      noUndo: null,
      undoes: null,
    },
    performer: refusals.length > 0 ? null : target.performer(seen, intent),
    current,
  }
}
