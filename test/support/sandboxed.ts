import { connect } from '../../src/host/aws/clients.ts'
import { type Aws, type AwsCall, AwsTrouble } from '../../src/host/aws-api.ts'
import { HttpTrouble } from '../../src/host/host.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { requestHandlerFor } from '../../src/sandbox/in-process.ts'
import { type Issuer, type KeyWish, newIssuer } from '../../src/sandbox/issuer.ts'
import { newSandboxWorld, type SandboxOptions } from '../../src/sandbox/sandbox.ts'
import { runtimePage } from '../../src/sandbox/server/runtime-page.ts'
import { advance } from '../../src/sandbox/world/advance.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { type FakeHost, fakeHost, type World as Told } from './host.ts'

/** Something that goes wrong, or happens meanwhile, at one call of the narrowed AWS. */
export interface Event {
  /** such as `secrets.moveStage`; `*`: any */
  readonly call: string
  /** which of the matching calls, counted from 1; default: every one */
  readonly nth?: number
  readonly when?: (args: readonly unknown[]) => boolean
  /** before the call is made */
  readonly before?: (world: World, host: FakeHost) => void
  /** `lost`: it happens, and the answer does not arrive; `dropped`: it does not happen, and nobody knows */
  readonly fails?: 'lost' | 'dropped' | 'denied' | 'throttled' | 'expired'
}

export interface Sandboxed {
  readonly host: FakeHost
  /** the world, brought up to the host's time */
  readonly world: () => World
  readonly key: (wish?: Partial<KeyWish>) => string
  readonly issuer: Issuer
  /** another operator on another machine: the same world, the same clock */
  readonly colleague: (files: Record<string, string>) => FakeHost
  /** every call that was made, such as `secrets.put` */
  readonly calls: readonly string[]
  /** each call of AWS that was used, such as `secretsmanager:PutSecretValue`, by colleagues too */
  readonly actions: readonly string[]
}

export const NOON = instantAt(Date.UTC(2026, 10, 23, 12))

interface Options
  extends Pick<
    SandboxOptions,
    'timings' | 'switches' | 'healthShape' | 'build' | 'key' | 'wiring' | 'weather' | 'schedule'
  > {
  readonly events?: readonly Event[]
  /** who makes the keys of this world; default: somebody new */
  readonly issuer?: Issuer
  readonly now?: Instant
  readonly told?: Omit<Told, 'aws'> | ((key: Sandboxed['key']) => Omit<Told, 'aws'>)
}

/** A host whose AWS is a sandbox in the same process, asked by the real SDK; its clock is the host's. */
export async function sandboxed(options: Options = {}): Promise<Sandboxed> {
  const issuer = options.issuer ?? newIssuer()
  const start = options.now ?? NOON
  const world = newSandboxWorld({ chance: 7, key: { days: 20 }, ...options }, issuer, start)
  const key = (wish: Partial<KeyWish> = {}) =>
    issuer.issue({ tier: 'Enterprise', org: 'acme', ...wish }, start)
  const told = typeof options.told === 'function' ? options.told(key) : (options.told ?? {})
  let now = (): Instant => start
  const here = () => {
    advance(world, now())
    return world
  }
  const actions: string[] = []
  const onCall = ({ action }: AwsCall) => actions.push(action)
  const direct = await connect({ region: 'us-east-1', onCall }, process.env, {
    requestHandler: requestHandlerFor(
      here,
      () => now(),
      (milliseconds) => host.sleep(milliseconds),
    ),
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    endpoint: 'http://sandbox.test',
  })
  const calls: string[] = []
  const host: FakeHost = fakeHost({
    now: start,
    get: async (url) => askRuntime(here(), url, turns, host.sleep),
    ...told,
    env: { LIC_PUBLIC_KEY: anchorsOf(issuer), ...told.env },
    aws: eventful(direct, calls, options.events ?? [], here, () => host),
  })
  const turns = { count: 0 }
  now = host.now
  const colleague = (files: Record<string, string>) => {
    const other = fakeHost({ env: host.env as Record<string, string>, files, aws: direct, now: start })
    const random = seededRandom(9)
    return Object.assign(other, { now: host.now, sleep: host.sleep, random })
  }
  return { host, world: here, key, issuer, colleague, calls, actions }
}

const seededRandom = (seed: number) => (count: number) =>
  Uint8Array.from({ length: count }, (_, at) => (seed * (at + 31)) & 0xff)

const anchorsOf = ({ anchors }: Issuer): string =>
  `evaluation=${anchors.evaluation},enterprise=${anchors.enterprise}`

/** `http://agent/health` is the load balancer of the agent's service. */
async function askRuntime(
  world: World,
  url: string,
  turns: { count: number },
  sleep: (milliseconds: number) => Promise<void>,
) {
  const { hostname, pathname } = new URL(url)
  const { reply, delay } = runtimePage(world, `axonflow-${hostname}-service`, pathname, turns.count++)
  if (delay > 0) await sleep(delay)
  if (reply.status === null) throw new HttpTrouble('other')
  const contentType = reply.headers['content-type'] ?? ''
  return { status: reply.status, contentType, body: Buffer.from(reply.body), cut: false }
}

type AnyCall = (...args: unknown[]) => Promise<unknown>

function eventful(
  aws: Aws,
  calls: string[],
  events: readonly Event[],
  world: () => World,
  host: () => FakeHost,
): Aws {
  const counts = new Map<Event, number>()
  const wrap = (name: string, call: AnyCall): AnyCall => {
    return async (...args) => {
      calls.push(name)
      for (const event of events) {
        if ((event.call !== name && event.call !== '*') || event.when?.(args) === false) continue
        const count = (counts.get(event) ?? 0) + 1
        counts.set(event, count)
        if (event.nth !== undefined && event.nth !== count) continue
        event.before?.(world(), host())
        if (event.fails === 'lost') await call(...args)
        if (event.fails !== undefined) throw troubleFor(event.fails, name)
      }
      return call(...args)
    }
  }
  const all = (prefix: string, api: object) =>
    Object.fromEntries(
      Object.entries(api).map(([name, call]) => [name, wrap(`${prefix}.${name}`, call as AnyCall)]),
    )
  return {
    region: aws.region,
    caller: wrap('caller', aws.caller) as Aws['caller'],
    secrets: all('secrets', aws.secrets) as unknown as Aws['secrets'],
    ecs: all('ecs', aws.ecs) as unknown as Aws['ecs'],
    logs: all('logs', aws.logs) as unknown as Aws['logs'],
  }
}

function troubleFor(fails: NonNullable<Event['fails']>, name: string): AwsTrouble {
  if (fails === 'denied')
    return new AwsTrouble('denied', `test:${name}`, 'thing', 'AccessDeniedException', '', false)
  if (fails === 'expired')
    return new AwsTrouble('credentials', `test:${name}`, 'thing', 'ExpiredTokenException', '', false)
  if (fails === 'throttled')
    return new AwsTrouble('throttled', `test:${name}`, 'thing', 'ThrottlingException', '', false)
  return new AwsTrouble('timeout', `test:${name}`, 'thing', 'TimeoutError', '', true)
}
