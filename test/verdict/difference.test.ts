import { describe, expect, test } from 'vitest'
import { difference, limitChanges } from '../../src/model/difference.ts'
import { instantAt } from '../../src/model/instant.ts'
import { PRODUCTS } from '../../src/products/registry.ts'

const tables = [null, '10'].map((platform) => PRODUCTS.axonflow.tiers({ platform }))
const pairs = tables.flatMap((table) =>
  table.tiers.flatMap((from) => table.tiers.map((to) => [table.platform, from, to, table] as const)),
)
const ids = (rows: readonly { readonly id: string }[] | undefined) => rows?.map(({ id }) => id)

describe('what changes between two tiers', () => {
  test.each(pairs)('platform %s, %s to %s: what one way loses, the other gains', (_name, from, to, table) => {
    const [there, back] = [limitChanges(table, from, to), limitChanges(table, to, from)]
    expect(ids(there?.lost)).toEqual(ids(back?.gained))
    expect(ids(there?.gained)).toEqual(ids(back?.lost))
    expect(ids(there?.other)).toEqual(ids(back?.other))
    const { lost = [], gained = [], other = [], same } = there ?? {}
    expect(lost.length + gained.length + other.length + (same ?? 0)).toBe(table.rows.length)
    if (from === to) expect(same).toBe(table.rows.length)
  })

  test('better support in the place of basic support is no loss', () => {
    const table = PRODUCTS.axonflow.tiers({ platform: null })
    expect(ids(limitChanges(table, 'Professional', 'Enterprise')?.lost)).toEqual([])
    expect(ids(limitChanges(table, 'Enterprise', 'Professional')?.lost)).toEqual([
      'nodes',
      'multi_tenant',
      'advanced_policies',
      'custom_connectors',
      'sla_guarantee',
      'priority_support',
    ])
  })

  test.each([
    ['the same', 'acme', 'Plus', 9, ['same', 'same', 'same', 'same']],
    ['another identity', 'globex', 'Plus', 9, ['worse', 'same', 'same', 'same']],
    ['no identity', null, 'Plus', 9, ['worse', 'same', 'same', 'same']],
    ['a lower tier', 'acme', 'Enterprise', 9, ['same', 'worse', 'same', 'same']],
    ['a tier nobody knows', 'acme', 'Gold', 9, ['same', 'other', 'same', 'same']],
    ['sooner, by a millisecond', 'acme', 'Plus', 8, ['same', 'same', 'same', 'worse']],
    ['later', 'acme', 'Plus', 10, ['same', 'same', 'same', 'better']],
    ['no expiry', 'acme', 'Plus', null, ['same', 'same', 'same', 'other']],
  ] as const)('%s', (_name, identity, tier, expires, turns) => {
    const key = (value: string | null, name: string, until: number | null) => ({
      identity: value === null ? null : { value, field: 'org_id' },
      tier: name,
      issued: null,
      expires: until === null ? null : instantAt(until),
    })
    const found = difference(key('acme', 'Plus', 9), key(identity, tier, expires), tables[0] as never)
    expect([found.identity, found.tier, found.issued, found.expires]).toEqual(turns)
    expect(found.limits === null).toBe(tier === 'Gold')
  })
})
