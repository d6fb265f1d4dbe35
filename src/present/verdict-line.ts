import { EXIT } from '../model/exit.ts'
import { type Instant, relative, toIso } from '../model/instant.ts'
import { remember } from '../model/remember.ts'
import type { JudgedVerdict, Verdict } from '../model/verdict.ts'
import { visible } from '../model/visible.ts'
import { codeWords } from './findings.ts'
import type { Paint, Tone } from './look.ts'

interface Word {
  readonly word: string
  readonly tone: Tone
}

const OUT_OF_TERM = {
  alive: { word: 'out of term', tone: 'bad' },
  pending: { word: 'not yet valid', tone: 'bad' },
  grace: { word: 'in grace', tone: 'attention' },
  over: { word: 'expired', tone: 'bad' },
} as const satisfies Record<string, Word>

const WORDS = {
  usable: { word: 'usable', tone: 'good' },
  unproved: { word: 'unproved', tone: 'attention' },
  refused: { word: 'refused', tone: 'bad' },
  forgery: { word: 'forged', tone: 'bad' },
  absent: { word: 'no key', tone: 'attention' },
} as const satisfies Record<string, Word>

const UNDECIDED: Word = { word: 'undecided', tone: 'attention' }
const UNREADABLE: Word = { word: 'unreadable', tone: 'bad' }

/** A verdict in one or two words, and what they mean for the reader. */
export function verdictWord(verdict: Verdict): Word {
  if (verdict.kind === 'out-of-term') return OUT_OF_TERM[verdict.standing.phase.state]
  if (verdict.kind === 'unreadable') return verdict.exitCode === EXIT.usage ? UNDECIDED : UNREADABLE
  return WORDS[verdict.kind]
}

/** One line, no line feed: `usable: Enterprise for acme, expires 2027-10-28T00:00:00Z (in 338 d 12 h), 3f2a0c11d2aa`. */
export function verdictLine(verdict: Verdict, paint: Paint): string {
  const { word, tone } = verdictWord(verdict)
  return `${paint(tone, `${word}:`)} ${sentence(verdict)}${codeWords(verdict.findings, paint)}`
}

function sentence(verdict: Verdict): string {
  if (verdict.kind === 'unreadable') return verdict.findings[0].says
  if (verdict.kind === 'absent')
    return verdict.tier === null ? 'nothing was given' : `what runs is ${visible(verdict.tier)}`
  const why = whyNot(verdict)
  return `${keyWords(verdict)}${why === null ? '' : `; ${why}`}`
}

function whyNot(verdict: JudgedVerdict): string | null {
  if (verdict.kind === 'refused') return verdict.refusals[0].says
  // Where a key has no date, this is what a date would say.
  if (verdict.kind === 'unproved' && verdict.standing?.phase.finding)
    return verdict.standing.phase.finding.says
  if (verdict.kind === 'forgery' || verdict.kind === 'unproved') return verdict.trust.why.says
  return null
}

function keyWords({ key, now }: JudgedVerdict): string {
  const identity = key.identity ? ` for ${visible(key.identity.value)}` : ''
  const tier = key.tier === null ? 'no tier' : visible(key.tier)
  return `${tier}${identity}${expiryWords(key.expires, now)}, ${key.fingerprint}`
}

const expiryWords = (expires: Instant | null, now: Instant): string =>
  expires === null ? '' : `, ${now > expires ? 'expired' : 'expires'} ${when(expires, now)}`

/** An instant and how far off it is: `2026-10-28T00:00:00Z (in 27 d 4 h)`. */
export const when = (instant: Instant, now: Instant): string => whenFrom(now)(instant)

const whenFrom = remember((now: Instant) =>
  remember((instant: Instant) => `${toIso(instant)} (${relative(instant, now)})`),
)
