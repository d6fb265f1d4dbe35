import { after, type Instant, instantAt, SECOND } from '../../src/model/instant.ts'
import { CLUSTER, SECRET } from '../../src/sandbox/seed.ts'
import { advance } from '../../src/sandbox/world/advance.ts'
import { settle } from '../../src/sandbox/world/settle.ts'
import { AGENT, holderOf, KEYS, moving, must, secretOf, seedFor, tasksOf, type World } from './cloud.ts'

/** What happens without anybody of ours: each happens at most as often as its budget says. */
export const BUDGETS = [
  'fails',
  'replaced',
  'ci',
  'ciOther',
  'ciPinned',
  'edit',
  'swap',
  'tick',
  'crash',
  'late',
  'leave',
  'undo',
  'lost',
] as const
export type Budget = (typeof BUDGETS)[number]

export interface EnvMove {
  readonly name: string
  readonly spends: Budget | null
  readonly does: (world: World) => void
}

/** Everything the rest of the world may do now. Of two services that are treated alike, only the first one is troubled. */
export function envMoves(
  world: World,
  has: (budget: Budget) => boolean,
  steps: 'coarse' | 'fine' | 'slow',
): readonly EnvMove[] {
  const moves: EnvMove[] = []
  const add = (name: string, spends: Budget | null, does: EnvMove['does']) => {
    if (spends === null || has(spends)) moves.push({ name, spends, does })
  }
  for (const service of world.services) {
    if (!moving(world, service)) continue
    const { name } = service
    if (steps === 'fine' && tasksOf(world, name).some(({ due }) => due?.step === 'read-secrets'))
      add(`tasks of ${name} read the key`, null, (next) => hurry(next, name, ['read-secrets', 'start']))
    add(`${name} comes to rest`, null, (next) => {
      comeToRest(next, name)
      if (steps === 'slow') next.now = after(next.now, SLOW)
    })
  }
  if (failing(world).length > 0) add(`tasks of ${AGENT} fail`, 'fails', fail)
  if (tasksOf(world, AGENT).some(({ status }) => status === 'RUNNING'))
    add(`a task of ${AGENT} is replaced`, 'replaced', replace)
  add(`CI deploys ${AGENT}`, 'ci', (next) => deploy(next, {}))
  add(`CI deploys another image`, 'ciOther', (next) => deploy(next, { taskDefinition: 'axonflow-agent:2' }))
  add(`CI deploys a pinned version`, 'ciPinned', (next) =>
    deploy(next, { taskDefinition: 'axonflow-agent:3' }),
  )
  add('somebody edits the secret', 'edit', edit)
  if (previousOf(world) !== undefined) add('somebody goes back to AWSPREVIOUS by hand', 'swap', swap)
  add('time passes', 'tick', (next) => {
    next.now = after(next.now, 2 * SECOND)
  })
  return moves
}

/** The steps of tasks that are due, at once. */
function hurry(world: World, service: string, steps: readonly string[] | null): void {
  for (const task of tasksOf(world, service))
    if (task.due && (steps === null || steps.includes(task.due.step)))
      task.due = { ...task.due, at: world.now }
  advance(world, world.now)
}

const LONGEST = 100
/** longer than reads are late */
const SLOW = 20 * SECOND

function comeToRest(world: World, name: string): void {
  for (let count = 0; count < LONGEST; count++) {
    const service = world.services.find((one) => one.name === name)
    if (!service || !moving(world, service)) return
    if (service.retryAt !== null) service.retryAt = world.now
    seedFor(world, name)
    settle(world)
    hurry(world, name, null)
  }
  throw new Error(`${name} does not come to rest`)
}

const failing = (world: World) => {
  const service = world.services.find(({ name }) => name === AGENT)
  const primary = service?.deployments[0]
  return tasksOf(world, AGENT).filter(
    ({ deployment, due }) =>
      primary?.rollout === 'IN_PROGRESS' && deployment === primary.id && due?.step === 'read-secrets',
  )
}

/** As many tasks as the circuit breaker takes cannot read the secret; where there is none, the next one waits. */
function fail(world: World): void {
  const { secrets } = world
  for (let count = 0; count < 3; count++) {
    const service = world.services.find(({ name }) => name === AGENT)
    if (service?.retryAt != null) service.retryAt = world.now
    seedFor(world, AGENT)
    settle(world)
    world.secrets = []
    for (const task of failing(world)) if (task.due) task.due = { ...task.due, at: world.now }
    advance(world, world.now)
    world.secrets = secrets
  }
}

function replace(world: World): void {
  const task = tasksOf(world, AGENT).find(({ status }) => status === 'RUNNING')
  must(world, 'ecs', 'StopTask', { cluster: CLUSTER, task: task?.id })
}

const deploy = (world: World, change: object): void =>
  must(world, 'ecs', 'UpdateService', {
    cluster: CLUSTER,
    service: AGENT,
    forceNewDeployment: true,
    ...change,
  })

const previousOf = (world: World) => holderOf(world, 'AWSPREVIOUS')

/** By hand, with the command that the console's help gives. After an edit it undoes it. */
function swap(world: World): void {
  world.now = after(world.now, 1)
  const body = {
    SecretId: SECRET,
    VersionStage: 'AWSCURRENT',
    MoveToVersionId: previousOf(world),
    RemoveFromVersionId: holderOf(world, 'AWSCURRENT'),
  }
  must(world, 'secretsmanager', 'UpdateSecretVersionStage', body)
}

/** In the console: no label of ours, AWSCURRENT at once. */
function edit(world: World): void {
  world.now = after(world.now, 1)
  const count = String(secretOf(world).versions.length).padStart(32, 'e')
  const body = { SecretId: SECRET, SecretString: KEYS.edited, ClientRequestToken: count }
  must(world, 'secretsmanager', 'PutSecretValue', body)
}

export const wake = (world: World, at: Instant): void => {
  world.now = instantAt(Math.max(world.now, at))
}
