import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/model/answer.ts'
import type { Decoding } from '../../src/model/decoded.ts'
import { error } from '../../src/model/finding.ts'
import { KeyText } from '../../src/model/key-text.ts'
import type { Plan, Report, StepOutcome } from '../../src/model/plan.ts'
import { says } from '../../src/model/visible.ts'
import { NOTHING } from '../../src/present/check/checked.ts'
import { checkedJson, tallyJson } from '../../src/present/check/json.ts'
import { codePage, codePageJson } from '../../src/present/help/codes.ts'
import { formats } from '../../src/present/help/formats.ts'
import { topicJson } from '../../src/present/help/topic.ts'
import { historyJson } from '../../src/present/history-view.ts'
import { inspectionJson } from '../../src/present/inspect/json.ts'
import { envelope } from '../../src/present/json.ts'
import { limitsJson } from '../../src/present/limits-view.ts'
import { planJson } from '../../src/present/rotation/plan-view.ts'
import { reportJson } from '../../src/present/rotation/report-view.ts'
import { scanJson } from '../../src/present/scan/json.ts'
import { inspectionOf, tiers } from './inspections.ts'
import { everyVerdict, hostileKey, key, NOW, soon, usable } from './verdicts.ts'

const fault = error('key.absent', says`x`)

const line = { label: 'a', value: says`b` }
const outcomes: readonly StepOutcome[] = [
  { status: 'done', evidence: [line] },
  { status: 'unchanged', because: says`x` },
  { status: 'failed', error: fault },
  { status: 'unknown', error: fault, check: says`x` },
]
const steps = outcomes.map((outcome) => ({ id: 'a', says: says`x`, outcome, started: NOW, ended: NOW }))
const report: Report = {
  ending: 'undone',
  kind: 'rotate',
  steps,
  undo: steps,
  cause: fault,
  now: [],
  next: [],
  by: says`x`,
  keys: { from: { fingerprint: 'x', tier: 'x', expires: NOW }, to: null },
  proof: { rung: 'none', cannotSee: says`x` },
  started: NOW,
  ended: NOW,
}
const planned = { id: 'a', step: null, effect: 'changes', says: says`x` } as const
const plan: Plan<null> = {
  kind: 'rotate',
  head: [line],
  refusals: [fault],
  warnings: [],
  consents: [{ to: 'downgrade', reason: says`x`, needed: true }],
  steps: [
    { ...planned, undo: [planned] },
    { ...planned, undo: { none: says`x` } },
  ],
  noUndo: null,
  undoes: null,
}

const kept = { version: 'v', created: NOW, labels: [], as: [], archived: NOW, failed: NOW, otherLabels: [] }
const history = {
  head: [line],
  keys: [
    { ...kept, key: { text: new KeyText('x'), verdict: usable() } },
    { ...kept, key: { why: fault } },
  ],
}

const limits = limitsJson({
  productName: 'AxonFlow',
  tiers,
  shown: tiers.tiers,
  keys: [{ from: says`-`, notes: [], strays: [fault], line: '', verdict: null, tier: null }],
})

const decodings: readonly Decoding[] = [
  { kind: 'decoded', key },
  { kind: 'malformed', product: 'axonflow', form: null, faults: [fault] },
  { kind: 'unrecognized', faults: [fault] },
  { kind: 'ambiguous', candidates: [] },
  { kind: 'absent', product: 'axonflow' },
]
const location = { path: 'x', line: 1, column: 1, variable: null, inside: says`x` }
const checked = { findings: [fault], exitCode: 0, from: says`-`, line: 1, location } as const

const scanned = scanJson({
  found: everyVerdict().map((verdict) => ({
    worth: 'live',
    verdict,
    path: 'x',
    from: says`x`,
    line: 1,
    column: 1,
    encoded: true,
    fails: true,
    allowed: { entry: { fingerprint: 'x', reason: 'x', until: NOW, line: 1 }, counts: false },
  })),
  left: 1,
  counts: { live: 1, unproved: 1, expired: 0, untrusted: 0, refused: 0, example: 0, allowed: 0 },
  files: 0,
  binary: 1,
  unread: [{ from: says`x`, why: says`x` }],
  of: 'input',
})

/** What every command that has a JSON result can print, as values. */
const VALUES: readonly Json[] = [
  ...everyVerdict().map((verdict) => inspectionJson(inspectionOf(verdict))),
  inspectionJson(inspectionOf(usable({ findings: [soon] }), { strays: [soon] })),
  inspectionJson(inspectionOf(usable({ key: hostileKey }))),
  limits,
  ...everyVerdict().map((verdict) => checkedJson({ ...checked, of: { kind: 'judged', verdict } })),
  ...decodings.map((decoding) => checkedJson({ ...checked, of: { kind: 'format', decoding } })),
  tallyJson(NOTHING, [fault]),
  planJson(plan),
  historyJson(history),
  scanned,
  reportJson(report),
  topicJson(formats),
  ...[codePage('key.absent')].flatMap((page) => (page ? [codePageJson(page)] : [])),
  envelope('inspect', {
    exitCode: 0,
    result: limits,
    error: { code: 'key.absent', message: says`x`, hints: [] },
  }),
]

/** The name of every field of a JSON value; the names of tiers are data. */
function fieldsOf(value: Json): readonly string[] {
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'byTier'
      ? [name, ...Object.values(inner as { readonly [tier: string]: Json }).flatMap(fieldsOf)]
      : [name, ...fieldsOf(inner)],
  )
}

describe('the formats page', () => {
  test('names every field that is printed', () => {
    const page = formats.sections.flatMap(({ entries }) => entries.flat()).join(' ')
    const words = new Set(page.match(/[A-Za-z]+/g))
    const missing = [...new Set(VALUES.flatMap(fieldsOf))].filter((field) => !words.has(field))
    expect(missing).toEqual([])
  })

  test('null is never a limit', () => {
    const figures = JSON.stringify(limits).match(/"byTier":\{[^}]*null/g)
    expect(figures).toBe(null)
  })
})
