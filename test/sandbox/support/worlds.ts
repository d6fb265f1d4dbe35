import { after, type Instant, instantAt } from '../../../src/model/instant.ts'
import { type KeyWish, newIssuer } from '../../../src/sandbox/issuer.ts'
import { newSandboxWorld, type SandboxOptions } from '../../../src/sandbox/sandbox.ts'
import { advance } from '../../../src/sandbox/world/advance.ts'
import type { Fields } from '../../../src/sandbox/world/fields.ts'
import { type AwsService, handle } from '../../../src/sandbox/world/handle.ts'
import { newWorld, type Switches, type World } from '../../../src/sandbox/world/world.ts'

export const START = instantAt(Date.UTC(2026, 10, 23, 12))
const issuer = newIssuer()

/** A world with nothing in it. */
export const emptyWorld = (switches: Partial<Switches> = {}): World =>
  newWorld({ now: START, anchors: issuer.anchors, switches })

/** The documents' deployment, its tasks running, at START. */
export const deployed = (options: Partial<SandboxOptions> = {}): World =>
  newSandboxWorld({ chance: 7, ...options }, issuer, START)

export const keyFor = (wish: Partial<KeyWish> = {}): string =>
  issuer.issue({ tier: 'Enterprise', org: 'acme', ...wish }, START)

const call = (world: World, service: AwsService, action: string, body: object) =>
  handle(world, { service, action, body })

/** The body of an answer that must be a success. */
export function ask(world: World, service: AwsService, action: string, body: object): Fields {
  const answer = call(world, service, action, body)
  if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** The error's type and message; an empty pair where there was none. */
export function refused(world: World, service: AwsService, action: string, body: object): readonly unknown[] {
  const { status, body: answer } = call(world, service, action, body)
  return status === 200 ? [] : [answer.__type, answer.Message ?? answer.message]
}

export const pass = (world: World, milliseconds: number): Instant => {
  advance(world, after(world.now, milliseconds))
  return world.now
}

/** A version id from a word: tokens have 32 characters at least. */
export const token = (word: string): string => word.padEnd(32, '0')
