import { randomBytes } from 'node:crypto'
import { type Instant, instantAt, SECOND } from '../model/instant.ts'
import { readyProducts } from '../products/registry.ts'
import { type Issuer, type KeyWish, newIssuer, termOf } from './issuer.ts'
import { APART, plant, ROLES, type Role, type SeedOptions, serviceName } from './seed.ts'
import { admin } from './server/admin.ts'
import { serveAws } from './server/aws-server.ts'
import { serveHealth } from './server/health-server.ts'
import { advance } from './world/advance.ts'
import type { Appointment } from './world/schedule.ts'
import { remember } from './world/weather/remember.ts'
import type { Spell } from './world/weather/spells.ts'
import {
  type Build,
  cloneWorld,
  type HealthShape,
  newWorld,
  type Switches,
  TIMINGS,
  type Timings,
  type World,
} from './world/world.ts'

export interface SandboxOptions {
  /** the real clock; default: this machine's */
  readonly now?: () => Instant
  /** how many seconds pass inside while one passes outside; default 1 */
  readonly speed?: number
  /** the port of the AWS endpoint; default: a free one */
  readonly port?: number
  readonly healthShape?: HealthShape
  /** which runtime is in the containers; default: the enterprise build */
  readonly build?: Build
  /** the key that is in place at first; default: Professional, for acme, 20 days left */
  readonly key?: Partial<KeyWish>
  readonly timings?: Partial<Timings>
  readonly switches?: Partial<Switches>
  /** what befalls the calls that arrive */
  readonly weather?: readonly Spell[]
  /** what others do meanwhile */
  readonly schedule?: readonly Appointment[]
  readonly wiring?: Pick<SeedOptions, 'container' | 'service' | 'value'>
  /** where the world's identifiers start from; default: random */
  readonly chance?: number
}

/** A running AWS on loopback, with an AxonFlow deployment in it. */
export interface Sandbox {
  readonly endpoint: string
  /** what a shell needs to use it */
  readonly env: Readonly<Record<string, string>>
  /** `http://127.0.0.1:PORT/health` by role */
  readonly healthUrls: Readonly<Record<Role, string>>
  /** this very world, brought up to now */
  world(): World
  /** a copy of the world that goes its own way */
  clone(): World
  /** the world's time */
  now(): Instant
  issue(wish: Partial<KeyWish>): string
  close(): Promise<void>
}

const SEEDED: KeyWish = { tier: 'Professional', org: 'acme', days: 20 }

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  await readyProducts()
  const real = options.now ?? (() => instantAt(Date.now()))
  const speed = options.speed ?? 1
  const born = real()
  const now = () => instantAt(Math.floor(born + (real() - born) * speed))
  const issuer = newIssuer()
  const timings = { spread: SECOND, ...options.timings }
  const world = newSandboxWorld({ ...options, timings }, issuer, born)
  const here = () => world
  const balancers = await Promise.all(
    ROLES.map(({ role }) => serveHealth({ world: here, now, speed, service: serviceName(role) })),
  )
  const [agent = '', orchestrator = ''] = balancers.map(({ url }) => `${url}/health`)
  const healthUrls = { agent, orchestrator }
  const about = () => ({ sandbox: 'lic', now: now(), env, healthUrls })
  const aws = await serveAws({
    port: options.port ?? 0,
    world: here,
    now,
    speed,
    admin: admin(issuer, now, about),
  }).catch(async (thrown) => {
    await Promise.all(balancers.map((one) => one.close()))
    throw thrown
  })
  const env = environment(aws.url, world, issuer, healthUrls)
  const upToNow = () => {
    advance(world, now())
    return world
  }
  return {
    endpoint: aws.url,
    env,
    healthUrls,
    world: upToNow,
    clone: () => cloneWorld(upToNow()),
    now,
    issue: (wish) => issuer.issue({ tier: 'Enterprise', org: 'acme', ...wish }, now()),
    close: async () => {
      await Promise.all([aws, ...balancers].map((one) => one.close()))
    },
  }
}

/** A world with the documents' deployment in it, its tasks already running. */
export function newSandboxWorld(
  options: Pick<
    SandboxOptions,
    'chance' | 'timings' | 'switches' | 'healthShape' | 'build' | 'weather' | 'schedule' | 'key' | 'wiring'
  >,
  issuer: Issuer,
  now: Instant,
): World {
  const { pull, spread, start, boot, healthy } = { ...TIMINGS, ...options.timings }
  const earlier = instantAt(now - (APART + pull + spread + start + boot + healthy))
  const world = newWorld({
    now: earlier,
    anchors: issuer.anchors,
    chance: options.chance ?? randomBytes(4).readUInt32LE(),
    ...(options.timings ? { timings: options.timings } : {}),
    ...(options.switches ? { switches: options.switches } : {}),
    ...(options.healthShape ? { healthShape: options.healthShape } : {}),
    ...(options.build ? { build: options.build } : {}),
    ...(options.schedule ? { schedule: options.schedule } : {}),
  })
  const wish = begun({ ...SEEDED, ...options.key })
  plant(world, { key: issuer.issue(wish, now), org: wish.org, ...options.wiring })
  advance(world, now)
  world.weather = structuredClone([...(options.weather ?? [])])
  remember(world)
  return world
}

/** The key in place was issued a whole term before it expires. */
const begun = (wish: KeyWish): KeyWish => ({
  ...wish,
  issuedDaysAgo: wish.issuedDaysAgo ?? Math.max(0, termOf(wish.tier) - (wish.days ?? 0)),
})

function environment(
  endpoint: string,
  world: World,
  issuer: Issuer,
  healthUrls: Sandbox['healthUrls'],
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: world.region,
    AWS_DEFAULT_REGION: world.region,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    LIC_PUBLIC_KEY: [
      `evaluation=${issuer.anchors.evaluation}`,
      `enterprise=${issuer.anchors.enterprise}`,
      `enterprise=${issuer.nextEnterprise}`,
    ].join(),
    AGENT_HEALTH_URL: healthUrls.agent,
    ORCHESTRATOR_HEALTH_URL: healthUrls.orchestrator,
  }
}
