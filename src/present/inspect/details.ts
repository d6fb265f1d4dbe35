import type { DecodedKey, Fact } from '../../model/decoded.ts'
import { toIso } from '../../model/instant.ts'
import type { Trust } from '../../model/trust.ts'
import { visible } from '../../model/visible.ts'
import type { Entry } from '../section.ts'
import { when } from '../verdict-line.ts'
import { printedDay } from './headline.ts'
import type { Inspection } from './inspection.ts'

/** What the key says of itself, whose signature it bears, where it came from and who judges. */
export function details(inspection: Inspection): readonly Entry[] {
  const { verdict, from, asked } = inspection
  const judgedAt: Entry = ['judged', `${toIso(verdict.now)}${asked ? ' (--at)' : ''}`]
  if (!('key' in verdict)) return [['source', from], judgedAt]
  const { key, now, rules, trust } = verdict
  const day = printedDay(inspection)
  return [
    ['form', visible(key.formName)],
    [
      'for',
      key.identity
        ? `${visible(key.identity.value)} (${visible(key.identity.field)})`
        : 'nobody: it names no identity',
    ],
    ['tier', key.tier === null ? 'none' : visible(key.tier)],
    ...(key.issued === null ? [] : [['issued', when(key.issued, now)] as const]),
    ['expires', key.expires === null ? 'it does not say' : when(key.expires, now)],
    ...(day === null ? [] : [['', day] as const]),
    ...(key.audience === null ? [] : [['audience', visible(key.audience)] as const]),
    ...key.facts.filter((fact) => !isShown(fact, key)).map(factEntry),
    ['signature', trustWords(trust)],
    ['fingerprint', fingerprintOf(key)],
    ['source', from],
    ['rules', visible(rules)],
    judgedAt,
  ]
}

const fingerprintOf = ({ prefix, fingerprint }: DecodedKey): string =>
  `${fingerprint} (a key that begins ${visible(prefix)})`

/** What has a line of its own already. */
const isShown = ({ field }: Fact, { identity, issued, expires, audience, tier }: DecodedKey): boolean =>
  field === identity?.field ||
  (field === 'issued_at' && issued !== null) ||
  (field === 'expires_at' && expires !== null) ||
  (field === 'aud' && audience !== null) ||
  (field === 'tier' && tier !== null)

const MOST = 8

function factEntry({ label, values, note }: Fact): Entry {
  const some = values.slice(0, MOST).map(visible).join(', ')
  const more = values.length > MOST ? ` and ${values.length - MOST} more (--json lists them)` : ''
  return [
    visible(label),
    `${some === '' ? 'none' : some}${more}${note === undefined ? '' : ` (${visible(note)})`}`,
  ]
}

function trustWords(trust: Trust): string {
  if (trust.kind === 'unproven') return `not checked: ${trust.why.says}`
  if (trust.kind === 'forged') return `bad: ${trust.why.says}`
  const { by, anchor } = trust
  if (anchor === null) return `good: made with ${visible(by)}`
  const from =
    anchor.origin === 'given' ? `given: ${visible(anchor.from)}` : `built in, ${visible(anchor.from)}`
  return `good: made with ${visible(anchor.name)} (${anchor.id}, ${from})`
}
