import { expect } from 'vitest'
import type { Secret } from '../../src/sandbox/world/secrets/nouns.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import type { Sandboxed } from '../support/sandboxed.ts'
import { lic, NEW_KEY, withNewKey } from './lic.ts'

export const AGENT = 'axonflow-agent-service'
const WRITES = ['secrets.put', 'secrets.create', 'secrets.moveStage', 'ecs.forceDeployment', 'ecs.register']

export const secretOf = (world: World): Secret => {
  const [secret] = world.secrets
  if (!secret) throw new Error('no secret')
  return secret
}

/** Gives the agent's first container something else, as if it had always run so. */
export const rewire = (world: World, container: object) => {
  const definition = world.taskDefinitions.find(({ family }) => family === 'axonflow-agent')
  const [one] = definition?.containers ?? []
  if (one) Object.assign(one, container, { fields: { ...one.fields, ...container } })
}

/** The agent reads its key from there; `ARN` stands for the secret's. */
export const reads = (valueFrom: string) => (world: World) =>
  rewire(world, {
    secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: valueFrom.replace('ARN', secretOf(world).arn) }],
  })

interface Found {
  readonly code: string
  readonly message: string
  readonly hints: readonly string[]
}

export interface Looked {
  readonly refusals: readonly Found[]
  readonly warnings: readonly Found[]
}

/** What a dry run finds; nothing may be written. */
export async function look(here: Sandboxed, ...argv: string[]): Promise<Looked> {
  const outcome = await lic(here, 'rotate', `file:${NEW_KEY}`, '--dry-run', ...argv)
  expect(here.calls.filter((call) => WRITES.includes(call))).toEqual([])
  return (outcome as unknown as { readonly result: { readonly plan: Looked } }).result.plan
}

/** The same, with the documents' deployment changed beforehand. */
export async function lookAt(
  change: (world: World) => void,
  argv: readonly string[] = [],
  options: Parameters<typeof withNewKey>[0] = {},
): Promise<Looked> {
  const here = await withNewKey(options)
  change(here.world())
  return look(here, ...argv)
}

/** `code: message`, with what changes from world to world left out. */
export const said = (found: readonly Found[]): readonly string[] =>
  found.map(({ code, message }) => `${code}: ${message.replace(/license-key-\w{6}/g, 'license-key-SUFFIX')}`)
