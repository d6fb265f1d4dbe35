import { expect, test } from 'vitest'
import { MINUTE } from '../../src/model/instant.ts'
import { cloneWorld } from '../../src/sandbox/world/world.ts'
import { force, setKey, tiers } from './support/ecs.ts'
import { deployed, keyFor, pass } from './support/worlds.ts'

test('a clone goes its own way', () => {
  const world = deployed()
  const other = cloneWorld(world)
  const same = cloneWorld(world)
  setKey(other, keyFor({ tier: 'Plus' }))
  force(other)
  pass(other, MINUTE)
  pass(world, MINUTE)
  pass(same, MINUTE)
  expect(world).toEqual(same)
  expect(tiers(world)).toEqual(['Professional', 'Professional'])
  expect(tiers(other)).toEqual(['Plus', 'Plus'])
})
