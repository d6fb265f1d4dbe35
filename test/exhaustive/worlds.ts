import type { Fields } from '../../src/sandbox/world/fields.ts'
import { type Answered, handle } from '../../src/sandbox/world/handle.ts'
import { AGENT, canonical, copy, seedFor, tidy, type World } from './cloud.ts'
import type { EnvMove } from './env.ts'
import type { Call } from './facade.ts'

/** Every world that was met, by number; what a call does to each, and answers, is worked out once. */
export class Worlds {
  readonly #worlds: World[] = []
  readonly #numbers = new Map<string, number>()
  readonly #answers: Answered[] = []
  readonly #answerNumbers = new Map<string, number>()
  readonly #done = new Map<string, { readonly world: number; readonly answer: number }>()
  calls = 0

  at(number: number): World {
    const world = this.#worlds[number]
    if (!world) throw new Error('no such world')
    return world
  }

  answer(number: number): Answered {
    const answer = this.#answers[number]
    if (!answer) throw new Error('no such answer')
    return answer
  }

  get count(): number {
    return this.#worlds.length
  }

  intern(world: World): number {
    const text = canonical(tidy(world))
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.#worlds.length)
    return this.#worlds.push(world) - 1
  }

  call(world: number, name: string, call: Call): { readonly world: number; readonly answer: number } {
    const known = `${world} ${name}`
    const done = this.#done.get(known)
    if (done) return done
    this.calls++
    const next = copy(this.at(world))
    if (typeof call.body.service === 'string') seedFor(next, call.body.service)
    const answer = this.#internAnswer(shown(answerOf(next, call)))
    const result = { world: call.writes ? this.intern(next) : world, answer }
    this.#done.set(known, result)
    return result
  }

  /** The answer to a call that was swallowed. */
  yes(world: number): number {
    return this.#internAnswer({ status: 200, body: {}, date: this.at(world).now })
  }

  move(world: number, { name, does }: Pick<EnvMove, 'name' | 'does'>): number {
    const known = `${world} env ${name}`
    const done = this.#done.get(known)
    if (done) return done.world
    const next = copy(this.at(world))
    seedFor(next, AGENT)
    does(next)
    const result = this.intern(next)
    this.#done.set(known, { world: result, answer: -1 })
    return result
  }

  #internAnswer(answer: Answered): number {
    const text = JSON.stringify(answer)
    const known = this.#answerNumbers.get(text)
    if (known !== undefined) return known
    this.#answerNumbers.set(text, this.#answers.length)
    return this.#answers.push(answer) - 1
  }
}

function answerOf(world: World, call: Call): Answered {
  if (call.action !== 'Tasks') return handle(world, call)
  const list = (desiredStatus: string) =>
    handle(world, { ...call, action: 'ListTasks', body: { ...call.body, desiredStatus } }).body.taskArns
  const tasks = [...(list('RUNNING') as string[]), ...(list('STOPPED') as string[])]
  if (tasks.length === 0) return { status: 200, body: { tasks: [] }, date: world.now }
  return handle(world, { ...call, action: 'DescribeTasks', body: { cluster: call.body.cluster, tasks } })
}

/** An answer without the fields that nobody here reads, and that would tell like states apart. */
function shown({ status, body, date }: Answered): Answered {
  const without = (names: readonly string[]) => (fields: Fields) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
  const service = (one: Fields): Fields => ({
    ...without(['events', 'createdAt'])(one),
    deployments: (one.deployments as readonly Fields[]).map(without(['updatedAt'])),
  })
  const kept: Fields = {
    ...without(['LastAccessedDate'])(body),
    ...(Array.isArray(body.services) ? { services: body.services.map(service) } : {}),
    ...(body.service === undefined ? {} : { service: service(body.service as Fields) }),
    ...(Array.isArray(body.Versions)
      ? { Versions: body.Versions.map(without(['LastAccessedDate', 'KmsKeyIds'])) }
      : {}),
    ...(Array.isArray(body.tasks) ? { tasks: body.tasks.map(without(['pullStartedAt', 'stoppingAt'])) } : {}),
  }
  return { status, body: kept, date }
}
