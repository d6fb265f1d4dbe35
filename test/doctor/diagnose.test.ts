import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHECK_NAMES, diagnose } from '../../src/doctor/diagnose.ts'
import { type Facts, type Holding, type Looked, PLACES, type Seen } from '../../src/doctor/facts.ts'
import { CODES, type Code } from '../../src/model/codes.ts'
import type { Finding, Severity } from '../../src/model/finding.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { says, visible } from '../../src/model/visible.ts'
import { doctorJson } from '../../src/present/doctor/json.ts'
import { doctorText } from '../../src/present/doctor/text.ts'
import { plainPaint } from '../../src/present/look.ts'
import { PRODUCTS, readyProducts } from '../../src/products/registry.ts'
import { judge } from '../../src/verdict/judge.ts'
import { LICENSE_TOKEN, sampleKey, sampleToken } from '../support/sample-keys.ts'

await readyProducts()
const NOW = instantAt(Date.UTC(2026, 10, 23, 12))

const word = fc.string({ maxLength: 12 })
const shown = word.map(visible)
const finding = fc.record({
  code: fc.constantFrom(...(Object.keys(CODES) as Code[])),
  severity: fc.constantFrom<Severity>('error', 'warning', 'note'),
  says: shown,
  hints: fc.array(shown, { maxLength: 2 }),
}) satisfies fc.Arbitrary<Finding>
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 2 })
const looked = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<Looked<T>> =>
  fc.oneof(
    one.map((seen) => ({ seen })),
    fc.record({ why: shown, access: some(shown), trouble: fc.option(finding) }),
  )
const seen: fc.Arbitrary<Seen> = fc.record({ says: shown, findings: some(finding) })
const text = fc
  .oneof(
    fc.constantFrom(
      '',
      ' ',
      sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' }),
      sampleToken('atlasai', 'operations'),
      LICENSE_TOKEN,
      'AXON-ENT-acme-20261028-3c282532',
    ),
    word,
  )
  .map((one) => new KeyText(one.replace(/[^\0-\xff]/g, '?')))
const verdictOf = (key: KeyText) =>
  judge(key, { now: NOW, rules: { platform: null }, keyring: { anchors: [], hmac: null } })
const holding: fc.Arbitrary<Holding> = fc
  .record({
    place: fc.constantFrom(...PLACES),
    where: shown,
    text,
    pasted: some(finding),
    around: fc.boolean(),
  })
  .map((one) => ({
    ...one,
    verdict: verdictOf(one.text),
    around: one.around ? { says: says`x`, bare: verdictOf(new KeyText('x')) } : null,
  }))
const near = fc.record({ name: shown, how: shown, where: shown })
const service = fc.record({
  service: shown,
  is: fc.constantFrom('missing' as const, 'empty' as const, 'filled' as const, 'shell' as const),
  text: fc.option(text),
})
const instant = fc.integer({ min: 0, max: 4e12 }).map((time): Instant => instantAt(time))

const facts: fc.Arbitrary<Facts> = fc.record({
  product: fc.constantFrom(...Object.values(PRODUCTS)),
  whose: shown,
  now: fc.constant(NOW),
  environment: fc.record({
    variables: some(
      fc.record({ name: word, is: fc.constantFrom('unset' as const, 'empty' as const, 'filled' as const) }),
    ),
    near: some(near),
    misplaced: some(fc.record({ name: word, product: word })),
  }),
  dotenv: looked(
    some(fc.record({ path: shown, lines: some(fc.nat()), near: some(near), findings: some(finding) })),
  ),
  composeFile: looked(
    some(
      fc.record({
        path: shown,
        passes: some(shown),
        loads: some(shown),
        faults: some(shown),
        parts: some(fc.record({ line: fc.nat(), remote: fc.boolean() })),
      }),
    ),
  ),
  composeConfig: looked(some(service)),
  containers: looked(some(service)),
  aws: fc.record({
    caller: looked(shown),
    warnings: some(finding),
    definitions: looked(seen),
    secret: looked(seen),
    tasks: looked(seen),
    refusals: looked(seen),
  }),
  log: looked(seen),
  holdings: some(holding),
  identities: fc.option(some(fc.record({ where: shown, value: word }))),
  identityVariable: fc.option(word),
  beside: looked(
    some(fc.record({ name: word, where: fc.option(shown), means: shown, finding: fc.option(finding) })),
  ),
  clock: some(fc.record({ from: shown, theirs: instant, ours: instant })),
  trust: looked(fc.constant(PRODUCTS.axonflow.builtInAnchors)),
  anchorVariable: fc.option(word),
  provable: fc.boolean(),
  health: looked(some(fc.record({ url: word, says: shown, findings: some(finding) }))),
  network: seen,
  variables: some(fc.record({ name: shown, is: fc.constantFrom('set' as const, 'empty' as const) })),
  settings: some(fc.record({ setting: word, value: fc.option(shown), from: shown })),
})

test('whatever the facts: every check once and in order, and one cause where anything failed, the first', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const { examined, cause, exitCode } = diagnose(known)
      expect(examined.map(({ check }) => check)).toEqual(CHECK_NAMES)
      const [first] = examined.filter(({ state }) => state === 'failed')
      if (first !== undefined) {
        expect(cause?.check).toBe(first.check)
        expect(cause?.finding).toBe(first.findings.find(({ severity }) => severity === 'error'))
        expect(exitCode).not.toBe(0)
      }
      if (cause !== null)
        expect(examined.find(({ check }) => check === cause.check)?.findings).toContain(cause.finding)
      expect([0, 20, 21, 22, 30, 31, 32, 33, 40, 41, 42, 43, 44, 46, 49]).toContain(exitCode)
    }),
  )
})

test('what is wrong makes a check fail, and what is not looked at does not', () => {
  fc.assert(
    fc.property(facts, (known) => {
      for (const { state, findings } of diagnose(known).examined) {
        const severities = findings.map(({ severity }) => severity)
        if (state === 'failed') expect(severities).toContain('error')
        if (state === 'attention')
          expect([severities.includes('error'), severities.includes('warning')]).toEqual([false, true])
        if (state === 'ok') expect(severities.filter((severity) => severity !== 'note')).toEqual([])
      }
    }),
  )
})

test('both renderings take any diagnosis, and no value adds a line', () => {
  fc.assert(
    fc.property(facts, (known) => {
      const diagnosis = diagnose(known)
      const lines = doctorText(known, diagnosis, plainPaint).split('\n')
      const hints = diagnosis.examined.reduce(
        (sum, { findings, access }) =>
          sum +
          Math.max(0, findings.length - 1) +
          access.length +
          findings.flatMap((one) => one.hints).length,
        0,
      )
      expect(lines.length).toBeLessThanOrEqual(CHECK_NAMES.length + 9 + 2 * hints)
      expect(lines.filter((line) => line.startsWith('::'))).toEqual([])
      expect(() => JSON.stringify(doctorJson(known, diagnosis))).not.toThrow()
    }),
  )
})
