import type { Fields } from '../../../src/sandbox/world/fields.ts'
import type { World } from '../../../src/sandbox/world/world.ts'
import { ask, emptyWorld, refused, token } from './worlds.ts'

export const ID = 'axonflow/license-key'
export const [A, B, C] = [token('a'), token('b'), token('c')] as const

export const sm = (world: World, action: string, body: object): Fields =>
  ask(world, 'secretsmanager', action, body)
export const no = (world: World, action: string, body: object) =>
  refused(world, 'secretsmanager', action, body)

/** One secret whose version A says `one`. */
export function withSecret(world = emptyWorld()): World {
  sm(world, 'CreateSecret', { Name: ID, ClientRequestToken: A, SecretString: 'one' })
  return world
}

export const put = (world: World, id: string, text: string, ...stages: string[]) =>
  sm(world, 'PutSecretValue', {
    SecretId: ID,
    ClientRequestToken: id,
    SecretString: text,
    ...(stages.length > 0 ? { VersionStages: stages } : {}),
  })

export const stage = (label: string, to?: string, from?: string) => ({
  SecretId: ID,
  VersionStage: label,
  ...(to === undefined ? {} : { MoveToVersionId: to }),
  ...(from === undefined ? {} : { RemoveFromVersionId: from }),
})

export const stages = (world: World) => sm(world, 'DescribeSecret', { SecretId: ID }).VersionIdsToStages

export const value = (world: World, which: object = {}) =>
  sm(world, 'GetSecretValue', { SecretId: ID, ...which }).SecretString
