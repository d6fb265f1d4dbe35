import { HOUR, type Instant, instantAt } from '../../src/model/instant.ts'
import { type KeyWish, newIssuer } from '../../src/sandbox/issuer.ts'
import { newSandboxWorld } from '../../src/sandbox/sandbox.ts'
import { SECRET, serviceName } from '../../src/sandbox/seed.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { labelsOn, type Secret } from '../../src/sandbox/world/secrets/nouns.ts'
import type { Switches, World } from '../../src/sandbox/world/world.ts'
import { archiveLabel } from '../../src/targets/aws/labels.ts'

type Service = World['services'][number]
type Task = World['tasks'][number]

export const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
/** Of services that are treated alike, the one that is troubled. */
export const AGENT = serviceName('agent')
const VARIABLE = 'AXONFLOW_LICENSE_KEY'

export const issuer = newIssuer()
export const key = (wish: Partial<KeyWish>): string =>
  issuer.issue({ tier: 'Enterprise', org: 'acme', ...wish }, NOON)

/** The key that is there, one that is kept from before it, two that operators bring, and one that somebody puts by hand. */
export const KEYS = {
  kept: key({ tier: 'Professional', days: 10, issuedDaysAgo: 355 }),
  old: key({ tier: 'Professional', days: 20, issuedDaysAgo: 345 }),
  one: key({}),
  other: key({ tier: 'Plus' }),
  edited: key({ days: 200 }),
}

export interface Setting {
  /** one will do where it is the operators that get in each other's way; default: two */
  readonly services?: 1 | 2
  readonly switches?: Partial<Switches>
  readonly breaker?: boolean
  /** a key from before the one that is there is kept, archived by an earlier rotation */
  readonly kept?: true
}

/** The version that it is kept as. */
export const KEPT = '0f'.repeat(16)

/**
 * One or two services with one task each. Everything takes an hour, and the clock moves by seconds: what a service does
 * by itself it does only when `env.ts` says so.
 */
export function scene({ services = 2, switches = {}, breaker = true, kept }: Setting): World {
  const wiring = {
    service: () => ({
      desiredCount: 1,
      deploymentConfiguration: {
        maximumPercent: 200,
        minimumHealthyPercent: 100,
        deploymentCircuitBreaker: { enable: breaker, rollback: true },
      },
    }),
  }
  const timings = { pull: HOUR, start: HOUR, boot: HOUR, healthy: HOUR, stop: HOUR, retry: HOUR, spread: 0 }
  const wish = { tier: 'Professional', org: 'acme', days: 20 }
  const world = newSandboxWorld({ chance: 7, key: wish, timings, switches, wiring }, issuer, NOON)
  shipped(world)
  if (kept) keep(world)
  const few = world.services.slice(0, services)
  const tasks = world.tasks.filter(({ service }) => few.some(({ name }) => name === service))
  return tidy({ ...world, services: few, tasks })
}

/** What CI may deploy: another image (revision 2), and one that reads the version of before (revision 3). */
function shipped(world: World): void {
  const first = world.taskDefinitions.find(({ family }) => family === 'axonflow-agent')
  const container = first?.containers[0]
  const old = secretOf(world).versions[0]?.id ?? ''
  const pinned = container?.secrets.map((one) => ({ ...one, valueFrom: `${one.valueFrom}:::${old}` }))
  for (const change of [{ image: 'agent:12' }, { secrets: pinned }]) {
    const body = { family: 'axonflow-agent', containerDefinitions: [{ ...container?.fields, ...change }] }
    must(world, 'ecs', 'RegisterTaskDefinition', body)
  }
}

function keep(world: World): void {
  must(world, 'secretsmanager', 'PutSecretValue', {
    SecretId: SECRET,
    SecretString: KEYS.kept,
    ClientRequestToken: KEPT,
    VersionStages: ['AWSPREVIOUS', archiveLabel(instantAt(NOON - HOUR), null, KEPT)],
  })
}

export function must(world: World, service: 'ecs' | 'secretsmanager', action: string, body: object): void {
  const { status, body: said } = handle(world, { service, action, body })
  if (status !== 200) throw new Error(`${action}: ${JSON.stringify(said)}`)
}

/** Another world; what never changes is shared. */
export const copy = (world: World): World => ({
  ...world,
  ...structuredClone({
    secrets: world.secrets,
    services: world.services,
    serviceDeployments: world.serviceDeployments,
    tasks: world.tasks,
  }),
})

export function secretOf(world: World): Secret {
  const secret = world.secrets.find(({ name }) => name === SECRET)
  if (!secret) throw new Error('the secret is gone')
  return secret
}

export const contentOf = (world: World, version: string | undefined): string | undefined =>
  secretOf(world).versions.find(({ id }) => id === version)?.content.text

export const holderOf = (world: World, label: string): string | undefined => secretOf(world).labels.get(label)

export const labelsOf = (world: World, version: string): readonly string[] =>
  labelsOn(secretOf(world), version)

export const tasksOf = (world: World, service: string): readonly Task[] =>
  world.tasks.filter((task) => task.service === service)

/** The key that a task read when it started; undefined before that. */
export const keyIn = (task: Task): string | undefined =>
  [...task.environments.values()].find((environment) => environment.has(VARIABLE))?.get(VARIABLE)

/** A task that runs, even on its way out, holds the key that it read. */
export const holds = (world: World, service: string, ...wanted: readonly (string | undefined)[]): boolean =>
  tasksOf(world, service).every((task) => {
    const held = keyIn(task)
    return task.status === 'STOPPED' || held === undefined || wanted.includes(held)
  })

export const moving = (world: World, { name, retryAt }: Service): boolean =>
  retryAt !== null || tasksOf(world, name).some(({ due }) => due !== null)

export const resting = (world: World): boolean => !world.services.some((service) => moving(world, service))

/** Without what nobody decides by: events, logs, tasks that were stopped in good order, the order of labels. */
export function tidy(world: World): World {
  for (const service of world.services) service.events = []
  for (const task of world.tasks) task.log = []
  world.tasks = world.tasks.filter(({ status, stop }) => status !== 'STOPPED' || isFailure(stop?.code))
  const { labels } = secretOf(world)
  const sorted = [...labels].sort(([one], [other]) => (one < other ? -1 : 1))
  labels.clear()
  for (const [label, version] of sorted) labels.set(label, version)
  return world
}

const isFailure = (code: string | undefined): boolean =>
  code === 'TaskFailedToStart' || code === 'EssentialContainerExited'

/** Identifiers depend on what they are drawn for alone, so that two orders of independent things end alike. */
export function seedFor(world: World, service: string): void {
  const found = world.services.find(({ name }) => name === service)
  world.chance = found ? hash(JSON.stringify(canonicalService(world, found))) : 1
}

/** FNV-1a, 32 bits. */
export function hash(text: string, seed = 0x811c9dc5): number {
  let value = seed
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}

/** Worlds with the same text go on alike. */
export const canonical = (world: World): string =>
  JSON.stringify([
    world.now,
    canonicalSecret(secretOf(world)),
    world.services.map((one) => canonicalService(world, one)),
  ])

const canonicalSecret = ({ versions, labels, changed, deletion, rotationEnabled }: Secret) => [
  versions.map(({ id, content }) => [id, hash(content.text)]),
  [...labels].map(([label, on]) => `${label.replace(/^lic-failed\..*/, 'lic-failed')} ${on}`).sort(),
  changed,
  deletion,
  rotationEnabled,
]

const canonicalService = (world: World, service: Service) => [
  service.name,
  service.status,
  service.desired,
  service.retryAt,
  service.steady,
  service.lastGood?.id,
  service.deployments.map((one) => [
    ...[one.id, one.status, one.taskDefinition, one.rollout, one.stage, one.begins, one.created],
    ...[one.failed, one.setbacks, one.proven],
  ]),
  tasksOf(world, service.name).map((task) => [
    ...[task.id, task.deployment, task.taskDefinition, task.status, task.desired, task.ready, task.due?.step],
    ...[task.created, task.started, task.stop?.code, keyIn(task)],
  ]),
]

export type { Instant, World }
