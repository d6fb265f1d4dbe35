import { Buffer } from 'node:buffer'
import type { DockerRun } from '../../host/host.ts'
import { type Instant, MINUTE, parseInstant, SECOND } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Holding, IdentityFact, Looked, Seen, ServiceKey, Unseen } from '../facts.ts'
import { isUnseen, unseen } from '../facts.ts'
import { broken, CONFIG_FAILED } from '../put-together.ts'
import { LOGS, logOf, type Speaker } from './docker-log.ts'
import { textOf } from './environment.ts'
import { hold, type Tools } from './tools.ts'

const WAIT = 20 * SECOND
const CAP = 8 << 20
const ID = /^[0-9a-f]{12,64}$/
const MOST_CONTAINERS = 100

interface Gathered {
  readonly config: Looked<readonly ServiceKey[]>
  readonly containers: Looked<readonly ServiceKey[]>
  readonly log: Looked<Seen>
  readonly holdings: readonly Holding[]
  readonly identities: readonly IdentityFact[]
}

const NO_DOCKER = unseen(says`there is no docker on the PATH`, says`run lic where the containers are`)

const NO_COMPOSE = unseen(
  says`this docker has no Compose`,
  says`where containers get their variables from a file, name it: --dotenv PATH`,
)

const nothing = (why: Unseen): Gathered => ({
  config: why,
  containers: why,
  log: why,
  holdings: [],
  identities: [],
})

/** Nothing that runs on this machine counts for what runs elsewhere. */
export const dockerNotAsked = nothing(
  unseen(says`a deployment on AWS is named, and what runs here is none of it`),
)

/**
 * What Compose would pass to each service, and what its containers were started with. Docker gets a stand-in for every
 * license of this environment; what it answers is compared here, byte for byte, and told to nobody.
 *
 * @param here keys of this environment, which no line of a log may show
 */
export async function lookAtDocker(tools: Tools, here: readonly KeyText[]): Promise<Gathered> {
  const { host } = tools
  const mark = `lic-stand-in-${Buffer.from(host.random(12)).toString('hex')}-`
  const standIn = (name: string): string => `${mark}${name}.`
  const run = (...args: readonly string[]) => host.docker(args, { standIn, timeoutMs: WAIT, capBytes: CAP })
  const restored = (value: string): string =>
    !value.includes(mark)
      ? value
      : Object.entries(host.env).reduce(
          (text, [name, real]) => text.replaceAll(standIn(name), () => real ?? ''),
          value,
        )
  const config = await run('compose', 'config', '--format', 'json')
  if (config === null) return nothing(NO_DOCKER)
  if (config.code !== 0 && (await run('compose', 'version'))?.code !== 0) return nothing(NO_COMPOSE)
  const planned = readConfig(config, tools, restored)
  const running = await readContainers(run, tools)
  const all = [planned, running].flatMap((one) => (isUnseen(one) ? [] : one.seen))
  const keys = [...here, ...all.flatMap(({ key }) => key.text ?? [])]
  const wanted = tools.product.published.inLog !== null
  return {
    log: logOf(wanted ? await run(...LOGS) : null, tools.product, speakersOf(planned, running), keys),
    config: keysOf(planned),
    containers: keysOf(running),
    holdings: [
      ...held(tools, 'container', running, (service) => says`the container of ${own(service)}`),
      ...held(
        tools,
        'compose-config',
        planned,
        (service) => says`docker compose config, service ${own(service)}`,
      ),
    ],
    identities: identitiesOf(running, tools),
  }
}

/** A service and all that it has, values included; never shown. */
interface Service {
  readonly key: ServiceKey
  /** what its container is called in the log, where it has a name of its own or runs; null: `SERVICE-NUMBER` */
  readonly speaker: string | null
  /** when its container was started; null: it is none, or does not run */
  readonly started: Instant | null
  readonly variable: string
  readonly env: ReadonlyMap<string, string>
}

const keysOf = (services: Looked<readonly Service[]>): Looked<readonly ServiceKey[]> =>
  isUnseen(services) ? services : { seen: services.seen.map(({ key }) => key) }

/** Each key once for each service, however many containers that has. */
function held(
  tools: Tools,
  place: 'container' | 'compose-config',
  services: Looked<readonly Service[]>,
  where: (service: Shown) => Shown,
): readonly Holding[] {
  const kept: { readonly service: Shown; readonly text: KeyText }[] = []
  for (const { key } of isUnseen(services) ? [] : services.seen) {
    const { service, text } = key
    if (text === null || kept.some((one) => one.service === service && one.text.equals(text))) continue
    kept.push({ service, text })
  }
  return kept.map(({ service, text }) => hold(tools, place, where(service), text))
}

function identitiesOf(services: Looked<readonly Service[]>, { product }: Tools): readonly IdentityFact[] {
  const name = product.wiring?.identityVariable ?? null
  if (name === null || isUnseen(services)) return []
  const found = services.seen.flatMap(({ key, env }) => {
    const value = env.get(name) ?? ''
    return value === '' ? [] : [{ where: says`${name} of the container of ${own(key.service)}`, value }]
  })
  return found.filter(({ where }, at) => found.findIndex((one) => one.where === where) === at)
}

function serviceOf(
  name: string,
  env: ReadonlyMap<string, string>,
  { product: { variables } }: Tools,
  fromShell: (variable: string) => boolean,
  speaker: string | null,
  started: Instant | null = null,
): Service {
  const variable = variables.find((one) => env.has(one)) ?? variables[0]
  const value = env.get(variable)
  const is =
    value === undefined ? 'missing' : value === '' ? 'empty' : fromShell(variable) ? 'shell' : 'filled'
  const text = value === undefined || value === '' ? null : textOf(value)
  return { key: { service: says`${name}`, is, text }, variable, env, speaker, started }
}

function readConfig(
  run: DockerRun,
  tools: Tools,
  restored: (value: string) => string,
): Looked<readonly Service[]> {
  const services = run.code === 0 ? fieldOf(parsed(run), 'services') : null
  if (services === null || typeof services !== 'object') return CONFIG_FAILED
  return {
    seen: Object.entries(services).map(([name, service]) => {
      const raw = new Map(
        Object.entries(fieldOf(service, 'environment') ?? {}).flatMap(([variable, value]) =>
          typeof value === 'string' ? [[variable, value.replaceAll('$$', '$')] as const] : [],
        ),
      )
      const env = new Map([...raw].map(([variable, value]) => [variable, restored(value)]))
      const own = fieldOf(service, 'container_name')
      const fromShell = (variable: string) => raw.get(variable) !== env.get(variable)
      return serviceOf(name, env, tools, fromShell, typeof own === 'string' ? own : null)
    }),
  }
}

type Run = (...args: readonly string[]) => Promise<DockerRun | null>

async function readContainers(run: Run, tools: Tools): Promise<Looked<readonly Service[]>> {
  const listed = await run('compose', 'ps', '--quiet')
  if (listed?.code !== 0) return broken('docker compose ps')
  const ids = Buffer.from(listed.stdout)
    .toString('latin1')
    .split(/\s+/)
    .filter((id) => ID.test(id))
    .slice(0, MOST_CONTAINERS)
  if (ids.length === 0)
    return unseen(says`no container of this project runs`, says`start it: docker compose up -d`)
  const inspected = await run('inspect', ...ids)
  const containers = inspected?.code === 0 ? parsed(inspected) : null
  if (!Array.isArray(containers)) return broken('docker inspect', 'docker info')
  return {
    seen: containers.map((container: unknown) => {
      const config = fieldOf(container, 'Config')
      const labels = fieldOf(config, 'Labels')
      const name = fieldOf(labels, 'com.docker.compose.service')
      const list = fieldOf(config, 'Env')
      const env = new Map(
        (Array.isArray(list) ? list : []).flatMap((entry: unknown) => {
          const text = String(entry)
          const at = text.indexOf('=')
          return at < 0 ? [] : [[text.slice(0, at), text.slice(at + 1)] as const]
        }),
      )
      return serviceOf(
        typeof name === 'string' ? name : 'a container',
        env,
        tools,
        () => false,
        speakerOf(fieldOf(container, 'Name'), labels),
        startOf(container, tools.host.now()),
      )
    }),
  }
}

/** As Compose has it: a name of its own, or `SERVICE-NUMBER`. */
function speakerOf(name: unknown, labels: unknown): string {
  const of = (label: string) => String(fieldOf(labels, `com.docker.compose.${label}`) ?? '')
  const plain = `${of('service')}-${of('container-number')}`
  if (typeof name !== 'string') return plain
  const whole = name.replace(/^\//, '')
  return whole === `${of('project')}-${plain}` ? plain : whole
}

/** One that Docker itself started again a moment ago has not come up: it may end as it did before. */
function startOf(container: unknown, now: Instant): Instant | null {
  const state = fieldOf(container, 'State')
  const at = fieldOf(state, 'StartedAt')
  if (fieldOf(state, 'Running') !== true || typeof at !== 'string') return null
  const started = parseInstant(at.replace(/(\.\d{1,3})\d*Z$/, '$1Z')) ?? null
  const again = fieldOf(container, 'RestartCount')
  return started !== null && typeof again === 'number' && again > 0 && now - started < MINUTE ? null : started
}

/** By what they are called in the log: those that would run, and those that do. */
const speakersOf = (...all: readonly Looked<readonly Service[]>[]): ReadonlyMap<string, Speaker> =>
  new Map(
    all.flatMap((services) =>
      (isUnseen(services) ? [] : services.seen).flatMap(({ key, speaker, started }) =>
        speaker === null ? [] : [[speaker, { service: key.service, started }] as const],
      ),
    ),
  )

function parsed({ stdout }: DockerRun): unknown {
  try {
    return JSON.parse(Buffer.from(stdout).toString('utf8'))
  } catch {
    return null
  }
}

/** A field of its own of what may be no object at all. */
function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null
  return (value as Readonly<Record<string, unknown>>)[name] ?? null
}
