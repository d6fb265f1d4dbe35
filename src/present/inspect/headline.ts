import { type Instant, toIso } from '../../model/instant.ts'
import type { Phase, Standing } from '../../model/timeline.ts'
import type { JudgedVerdict } from '../../model/verdict.ts'
import { visible } from '../../model/visible.ts'
import type { Paint } from '../look.ts'
import type { Entry } from '../section.ts'
import { verdictWord, when } from '../verdict-line.ts'
import type { Inspection } from './inspection.ts'
import { boundary, effects, momentWord } from './timeline-words.ts'

/** The first line: the answer to "is my license all right?". */
export function headline(inspection: Headed, paint: Paint): string {
  const { word, tone } = verdictWord(inspection.verdict)
  return `${paint(tone, `${word}:`)} ${answer(inspection)}`
}

/** What the first lines are made of. */
type Headed = Pick<Inspection, 'verdict' | 'tierInForce' | 'productName'>

function answer({ verdict, tierInForce, productName }: Headed): string {
  switch (verdict.kind) {
    case 'usable':
      return `${whose(verdict)}, until ${end(verdict)}`
    case 'out-of-term':
      return `${whose(verdict)}, ${outOfTerm(verdict.standing.phase, verdict)}${inForce(tierInForce)}`
    case 'unproved':
      return `nobody could check who made this key; if it is genuine: ${whose(verdict)}${until(verdict)}`
    case 'refused':
      return `${visible(verdict.rules)} does not accept this key: ${verdict.refusals[0].says}`
    case 'forgery':
      return `${verdict.trust.why.says}`
    case 'unreadable':
      return `${verdict.findings[0].says}`
    case 'absent':
      return verdict.tier === null
        ? `nothing to inspect`
        : `${productName ?? verdict.product} runs as ${visible(verdict.tier)}`
  }
}

const whose = ({ key }: JudgedVerdict): string => {
  const tier = key.tier === null ? 'no tier' : visible(key.tier)
  return key.identity === null ? tier : `${tier} for ${visible(key.identity.value)}`
}

const end = ({ key, now }: JudgedVerdict): string =>
  key.expires === null ? 'a date it does not say' : when(key.expires, now)

const until = (verdict: JudgedVerdict): string =>
  verdict.key.expires === null ? '' : `, until ${end(verdict)}`

const inForce = (tier: string | null): string =>
  tier === null ? '' : `; what counts now is ${visible(tier)}`

const outOfTerm = (phase: Phase, verdict: JudgedVerdict): string =>
  phase.state === 'pending' && phase.until !== 'forever'
    ? `begins ${boundary(phase.until, verdict.now)}`
    : `ended ${end(verdict)}`

/** What is so now, what happens next and when. */
export function nowAndNext({
  verdict,
  asked,
  tierInForce,
}: Pick<Inspection, 'verdict' | 'asked' | 'tierInForce'>): readonly Entry[] {
  const label = momentWord(asked)
  const standing = standingOf(verdict)
  if (standing !== null) {
    const { phase, next } = standing
    return [
      [label, `${phase.name}; ${effects(phase)}`],
      ['next', next === null ? 'nothing more happens' : upcoming(next, verdict.now)],
    ]
  }
  if (verdict.kind === 'absent' || tierInForce === null) return []
  return [[label, `this key grants nothing; running: ${visible(tierInForce)}; starting: refused`]]
}

/** Where a key stands that counts; of one without a date, that is known from elsewhere than from the key. */
function standingOf(verdict: Inspection['verdict']): Standing | null {
  if (verdict.kind === 'usable' || verdict.kind === 'out-of-term') return verdict.standing
  return verdict.kind === 'unproved' && verdict.key.expires === null ? verdict.standing : null
}

const upcoming = (next: Phase, now: Instant): string =>
  next.from === 'always' ? next.name : `${next.name} from ${boundary(next.from, now)}; ${effects(next)}`

/** That the printed day itself is past, for keys whose date is a day: the instant is its first moment. */
export function printedDay({ verdict }: Inspection): string | null {
  if (!('key' in verdict) || verdict.key.expires === null || verdict.key.form === 'jwt') return null
  const iso = toIso(verdict.key.expires)
  if (!iso.endsWith('T00:00:00Z')) return null
  const day = iso.slice(0, 10).replaceAll('-', '')
  return `${day} stops being entitled at ${iso}, the start of that day: the day itself is not included`
}
