import { describe, expect, test } from 'vitest'
import { after, instantAt } from '../../src/model/instant.ts'
import { max } from '../../src/model/limit.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { says } from '../../src/model/visible.ts'
import { inspectionJson } from '../../src/present/inspect/json.ts'
import { inspectionText } from '../../src/present/inspect/text.ts'
import { toJsonLine } from '../../src/present/json.ts'
import { limitsJson } from '../../src/present/limits-view.ts'
import { plainPaint } from '../../src/present/look.ts'
import { inspectionOf, tiers } from './inspections.ts'
import {
  everyVerdict,
  forgery,
  HOSTILE,
  hostileKey,
  key,
  NOW,
  outOfTerm,
  refused,
  soon,
  unproved,
  usable,
} from './verdicts.ts'

const text = (verdict: Verdict, overrides = {}) =>
  inspectionText(inspectionOf(verdict, overrides), [], plainPaint)

const first = (verdict: Verdict) => text(verdict).split('\n').slice(0, 2)

describe('the first lines answer', () => {
  test('every kind of verdict', () => {
    expect(everyVerdict().map((verdict) => first(verdict))).toEqual([
      [
        'usable: Enterprise for acme-prod, until 2026-12-20T00:00:00Z (in 26 d 12 h)',
        '  now   active; running: Enterprise limits; starting: boots',
      ],
      [
        'usable: Enterprise for acme-prod, until 2026-12-20T00:00:00Z (in 26 d 12 h)',
        '  now   active; running: Enterprise limits; starting: boots',
      ],
      [
        'in grace: Enterprise for acme-prod, ended 2026-12-20T00:00:00Z (now); what counts now is Community',
        '  now   grace; running: Community limits; starting: boots as Community',
      ],
      [
        'expired: Enterprise for acme-prod, ended 2026-12-20T00:00:00Z (8 d ago); what counts now is Community',
        '  now   after; running: Community limits; starting: refused',
      ],
      [
        'unproved: nobody could check who made this key; if it is genuine: Enterprise for acme-prod, until 2026-12-20T00:00:00Z (in 26 d 12 h)',
        '',
      ],
      [
        'refused: AxonFlow 11, enterprise build does not accept this key: the audience axonflow.saas.plugin is not for self-hosted agents',
        '  now  this key grants nothing; running: Community; starting: refused',
      ],
      [
        'forged: the signature does not fit the payload',
        '  now  this key grants nothing; running: Community; starting: refused',
      ],
      [
        'unreadable: cut short: the signature has 61 of 64 bytes',
        '  now  this key grants nothing; running: Community; starting: refused',
      ],
      ['no key: AxonFlow runs as Community', '  do  lic limits (what each tier allows)'],
    ])
  })
})

describe('what an inspection says', () => {
  test('problems come before particulars, errors before warnings, with codes and hints', () => {
    const lines = text(refused()).split('\n')
    const problems = lines.slice(4, 7)
    expect(problems).toEqual([
      'error: the audience axonflow.saas.plugin is not for self-hosted agents [key.audience]',
      'warning: the key expires in 26 d 12 h [key.expires-soon]',
      '  hint: lic rotate file:new-key.txt',
    ])
    expect(lines.indexOf('key')).toBeGreaterThan(5)
  })

  test('what only a key says of itself is called so', () => {
    expect(text(usable())).toContain('\nkey\n')
    for (const verdict of [unproved(), forgery()])
      expect(text(verdict)).toContain('\nkey, by its own account\n')
  })

  test('what a time line depends on is said', () => {
    const title = (verdict: Verdict) => /\n(time line.*)\n/.exec(text(verdict))?.[1]
    expect([usable(), unproved(), refused(), forgery()].map(title)).toEqual([
      'time line',
      'time line, if the key were genuine',
      'time line, if the key were accepted',
      undefined,
    ])
  })

  test('a phase that begins a millisecond after a second is told by the second, and exactly in JSON', () => {
    const ended = after(instantAt(Date.UTC(2026, 11, 20)), 1)
    const [active, grace, over] = usable().timeline
    if (!grace || !over) throw new Error('three phases')
    const timeline = [{ ...active, until: ended }, { ...grace, from: ended }, over] as const
    const verdict = usable({ timeline, standing: { phase: timeline[0], next: timeline[1] } })
    expect(text(verdict)).not.toContain('.001')
    expect(text(verdict)).toContain('  next  grace from 2026-12-20T00:00:00Z (in 26 d 12 h); ')
    expect(toJsonLine(inspectionJson(inspectionOf(verdict)))).toContain(
      '"changes":"2026-12-20T00:00:00.001Z"',
    )
  })

  test('the printed day is said to be past already, where a date is a day', () => {
    const day =
      '20261220 stops being entitled at 2026-12-20T00:00:00Z, the start of that day: the day itself is not included'
    expect(text(usable())).toContain(`\n               ${day}\n`)
    const noon = usable({ key: { ...key, expires: instantAt(Date.UTC(2026, 11, 20, 12)) } })
    expect(text(noon)).not.toContain('start of that day')
  })

  test('unlimited, none, a number, a feature and nothing published are five things', () => {
    const row = { id: 'x', label: 'x', group: 'g', source: 's' }
    const table = {
      ...tiers,
      rows: [
        { ...row, byTier: { Community: { kind: 'unlimited' } } },
        { ...row, byTier: { Community: { kind: 'none' } } },
        { ...row, byTier: { Community: max(9999) } },
        { ...row, byTier: { Community: { kind: 'feature', enabled: false } } },
        { ...row, byTier: {} },
      ],
    } as const
    const answer = limitsJson({ productName: 'AxonFlow', tiers: table, shown: ['Community'], keys: [] })
    expect(toJsonLine(answer).match(/"byTier":\{.*?\}\}/g)).toEqual([
      '"byTier":{"Community":{"unlimited":true}}',
      '"byTier":{"Community":{"none":true}}',
      '"byTier":{"Community":{"max":9999}}',
      '"byTier":{"Community":{"enabled":false}}',
      '"byTier":{"Community":{"published":false}}',
    ])
  })
})

describe('hostile values', () => {
  const hostile = (verdict: Verdict) =>
    ({ ...verdict, ...('key' in verdict ? { key: hostileKey } : {}) }) as Verdict
  const tame = (verdict: Verdict) =>
    ({ ...verdict, ...('key' in verdict ? { key: { ...hostileKey, ...named } } : {}) }) as Verdict
  const named = {
    tier: 'Enterprise',
    identity: { value: 'acme', field: 'org_id' },
    audience: 'aud',
    facts: [{ label: 'permissions', field: 'permissions', values: ['a', 'b'], note: 'n' }],
  }

  test('change no line but their own, and show nothing that is not printable', () => {
    for (const verdict of everyVerdict()) {
      const lines = text(hostile(verdict)).split('\n')
      expect(lines.length).toBe(text(tame(verdict)).split('\n').length)
      expect(lines.filter((line) => !/^[\x20-\x7e]*$/.test(line))).toEqual([])
      expect(lines.filter((line) => /^\s*(::|<\d>)/.test(line))).toEqual([])
    }
  })

  test('a source with such a name stays on its line too', () => {
    const lines = text(usable(), { from: says`file ${HOSTILE}` }).split('\n')
    expect(lines.length).toBe(text(usable()).split('\n').length)
  })

  test('JSON holds them escaped, in 7 bits', () => {
    for (const verdict of everyVerdict()) {
      const line = toJsonLine(inspectionJson(inspectionOf(hostile(verdict))))
      expect(line).toMatch(/^[\x20-\x7e]+\n$/)
      expect(line).not.toContain('\\u001b')
    }
  })
})

describe('text never says more than JSON', () => {
  test('every instant, tier, source and sentence of the text is in the JSON', () => {
    for (const verdict of [...everyVerdict(), outOfTerm(NOW)]) {
      const inspection = inspectionOf(verdict, { strays: [soon] })
      const json = toJsonLine(inspectionJson(inspection))
      const words = inspectionText(inspection, [], plainPaint)
      for (const instant of words.match(/\d{4}-\d\d-\d\dT[\d:]+Z/g) ?? []) expect(json).toContain(instant)
      for (const code of words.match(/\[[a-z]+\.[a-z-]+\]/g) ?? []) expect(json).toContain(code.slice(1, -1))
      for (const [, hint = ''] of words.matchAll(/hint: (.*)/g)) expect(json).toContain(hint)
      for (const { says: sentence } of inspection.explanations) expect(json).toContain(sentence)
    }
  })
})
