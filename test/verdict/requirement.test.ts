import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY, type Instant, instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { compares } from '../../src/model/requirement.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { PRODUCTS, readyProducts } from '../../src/products/registry.ts'
import { judge } from '../../src/verdict/judge.ts'
import { unmet, wantsNoKey } from '../../src/verdict/meets.ts'
import { readRequirement } from '../../src/verdict/requirement.ts'
import { sampleKey } from '../support/sample-keys.ts'

const rules = { platform: null }
await readyProducts()
const ALL = Object.values(PRODUCTS)
const read = (wanted: string) => readRequirement(wanted, rules, ALL)
const ENDS = instantAt(Date.UTC(2027, 9, 28))
const keyOf = (tier: string) => sampleKey({ tier, org_id: 'acme', expires_at: '20271028' })

function judged(text: string, now: Instant = instantAt(ENDS - 100 * DAY)): Verdict {
  return judge(new KeyText(text), { now, rules, keyring: { anchors: [], hmac: null } })
}
const holds = (wanted: string, verdict: Verdict): boolean =>
  unmet([read(wanted)], verdict, rules).length === 0

describe('a requirement', () => {
  test.each([
    ['=', [false, true, false]],
    ['>=', [false, true, true]],
    ['<=', [true, true, false]],
    ['>', [false, false, true]],
    ['<', [true, false, false]],
  ] as const)('%s below, at and above', (is, expected) => {
    expect([9, 10, 11].map((found) => compares(found, is, 10))).toEqual(expected)
  })

  test('of days ends at the very instant', () => {
    const key = keyOf('Enterprise')
    const at = (instant: number) => holds('days>=60', judged(key, instantAt(instant)))
    expect([-1, 0, 1].map((ms) => at(ENDS - 60 * DAY + ms))).toEqual([true, true, false])
  })

  test('of a tier or better follows the order of the product', () => {
    const tiers = ['Evaluation', 'Professional', 'Enterprise', 'Plus']
    const table = tiers.map((tier) => tiers.map((least) => holds(`tier>=${least}`, judged(keyOf(tier)))))
    expect(table).toEqual(tiers.map((_, has) => tiers.map((_, least) => has >= least)))
  })

  test('holds for every row of every table exactly where the figure allows it', () => {
    for (const { tiers } of Object.values(PRODUCTS)) {
      const table = tiers(rules)
      for (const row of table.rows)
        for (const tier of table.tiers.filter((name) => name !== 'Community')) {
          const limit = row.byTier[tier]
          const verdict = judged(keyOf(tier))
          const found = (wanted: string) => [row.id, tier, wanted, holds(wanted, verdict)]
          const is = (wanted: string, expected: boolean) => [row.id, tier, wanted, expected]
          if (Object.values(row.byTier).some(({ kind }) => kind === 'feature')) {
            const wanted = `feature:${row.id}`
            expect(found(wanted)).toEqual(is(wanted, limit?.kind === 'feature' && limit.enabled))
          }
          if (!Object.values(row.byTier).some(({ kind }) => kind === 'max' || kind === 'unlimited')) continue
          const amount = limit?.kind === 'max' ? limit.value : 0
          const endless = limit?.kind === 'unlimited'
          const told = limit?.kind === 'max' || limit?.kind === 'none' || endless
          for (const [wanted, expected] of [
            [`${row.id}>=${amount}`, told],
            [`${row.id}>=${amount + 1}`, endless],
            [`${row.id}<=${amount}`, told && !endless],
            [`${row.id}=unlimited`, endless],
          ] as const)
            expect(found(wanted)).toEqual(is(wanted, expected))
        }
    }
  })

  test('is read, or refused with a hint; nothing else happens, and no key is repeated', () => {
    const key = keyOf('Enterprise')
    const text = fc.oneof(
      fc.string(),
      fc
        .constantFrom('tier', 'nodes', 'days', 'identity', 'feature:', '__proto__', 'toString')
        .chain((name) =>
          fc
            .tuple(fc.constantFrom('=', '>=', ':', ''), fc.constantFrom(key, '12', '', 'constructor'))
            .map(([is, value]) => name + is + value),
        ),
    )
    fc.assert(
      fc.property(text, (wanted) => {
        try {
          read(wanted)
        } catch (thrown) {
          if (!(thrown instanceof LicError)) throw thrown
          expect([thrown.code, [thrown.says, ...thrown.hints].join().includes(key.slice(5, 25))]).toEqual([
            'usage.argument',
            false,
          ])
        }
      }),
    )
  })

  test('of an unreadable key is not looked at: that it is unreadable is said', () => {
    expect(unmet([read('tier=Enterprise')], judged('nothing'), rules)).toEqual([])
  })

  test.each([
    [[], false],
    [['tier=Community'], true],
    [['tier=community', 'nodes>=1'], true],
    [['tier>=Community'], false],
    [['tier=Community', 'tier=Plus'], false],
    [['nodes>=1'], false],
  ] as const)('%j is met by no key: %s', (wanted, expected) => {
    const requirements = wanted.map((one) => read(one))
    expect(wantsNoKey(requirements, PRODUCTS.axonflow)).toBe(expected)
  })
})
