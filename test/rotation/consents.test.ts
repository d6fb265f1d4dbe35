import { describe, expect, test } from 'vitest'
import { CONSENTS } from '../../src/model/consent.ts'
import { error } from '../../src/model/finding.ts'
import { feature, type Limit, max, none, type TierRow, unlimited, words } from '../../src/model/limit.ts'
import { says } from '../../src/model/visible.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { settle } from '../../src/rotation/consents.ts'
import { lostLimits } from '../../src/rotation/lost-limits.ts'

describe('consents', () => {
  const OPENED = [
    ['rotation.lower-tier', 'downgrade'],
    ['rotation.fewer-limits', 'downgrade'],
    ['rotation.sooner-expiry', 'sooner-expiry'],
    ['rotation.other-identity', 'other-identity'],
    ['rotation.over-limit', 'over-limit'],
    ['rotation.expired', 'expired'],
    ['rotation.unverifiable', 'unverifiable'],
  ] as const

  test.each(OPENED)('%s is opened by %s alone', (code, consent) => {
    const found = [error(code, says`x`)]
    for (const to of CONSENTS) {
      const { refusals, allowed } = settle(found, [{ to, reason: says`why` }])
      expect([refusals.length, allowed.length]).toEqual(to === consent ? [0, 1] : [1, 0])
    }
    expect(settle(found, []).refusals[0]?.hints).toEqual([
      `if that is meant, add: --allow ${consent} --reason 'WHY'`,
    ])
  })

  test('all of them together open nothing else', () => {
    const all = CONSENTS.map((to) => ({ to, reason: says`why` }))
    const codes = [
      'wiring.identity',
      'rotation.key-not-usable',
      'rotation.other-product',
      'secret.in-flight',
    ] as const
    const found = codes.map((code) => error(code, says`x`))
    expect(settle(found, all)).toEqual({
      refusals: found,
      allowed: [],
      consents: all.map((consent) => ({ ...consent, needed: false })),
    })
  })
})

describe('what a tier has less of', () => {
  const row = (id: string, from: Limit, to: Limit, more: Partial<TierRow> = {}): TierRow => ({
    id,
    label: id,
    group: 'limits',
    source: 'a page',
    byTier: { from, to },
    ...more,
  })
  const lost = (...rows: TierRow[]) =>
    lostLimits({ product: 'p', platform: '1', tiers: ['from', 'to'], rows }, 'from', 'to')

  test.each([
    [max(50), max(10), 'x 10 instead of 50'],
    [max(10), max(50), null],
    [max(10), max(10), null],
    [max(48, 'hours'), max(2, 'days'), null],
    [unlimited, max(9999), 'x 9999 instead of unlimited'],
    [unlimited, none, 'x none instead of unlimited'],
    [max(1), none, 'x none instead of 1'],
    [max(1), unlimited, null],
    [none, max(1), null],
    [feature(true), feature(false), 'without x'],
    [feature(true, 'opt-in'), feature(true), null],
    [feature(false), feature(true), null],
    [words('a'), words('b'), null],
  ] as const)('%o, then %o: %s', (from, to, expected) => {
    expect(lost(row('x', from, to))).toBe(expected)
  })

  test('names everything at once, and no service', () => {
    expect(
      lost(
        row('nodes', max(50), max(10)),
        row('reports', feature(true), feature(false)),
        row('sharing', feature(true), feature(false)),
        row('plans', unlimited, max(5, 'days')),
        row('answers', max(48), max(4), { service: true }),
      ),
    ).toBe('nodes 10 instead of 50; plans 5 days instead of unlimited; without reports, sharing')
  })

  test('does not miss what something better takes the place of', () => {
    const [yes, no] = [feature(true), feature(false)]
    const basic = row('basic', yes, no, { bettered: 'priority' })
    const priority = row('priority', no, no, { bettered: 'round-the-clock' })
    expect(lost(basic, priority, row('round-the-clock', no, yes))).toBe(null)
    expect(lost(basic, priority, row('round-the-clock', no, no))).toBe('without basic')
  })

  test('what is not published counts for nothing', () => {
    expect(lost({ ...row('x', unlimited, none), byTier: { from: unlimited } })).toBe(null)
  })

  test('no step up in a product loses anything, every step down does', () => {
    for (const platform of [null, '10']) {
      const table = PRODUCTS.axonflow.tiers({ platform })
      table.tiers.forEach((tier, at) => {
        const next = table.tiers[at + 1]
        if (next === undefined) return
        expect([tier, lostLimits(table, tier, next)]).toEqual([tier, null])
        expect(lostLimits(table, next, tier)).not.toBe(null)
      })
    }
  })
})
