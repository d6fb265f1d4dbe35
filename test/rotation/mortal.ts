import type { Aws } from '../../src/host/aws-api.ts'
import type { FakeHost } from '../support/host.ts'

export interface Death {
  /** which of its calls, counted from 1 */
  readonly at: number
  /** `before`: the call is not made; `after`: it is, and nobody hears the answer */
  readonly when: 'before' | 'after'
}

type AnyCall = (...args: unknown[]) => Promise<unknown>

/** A process that dies at one of its calls: nothing of it goes on after that, neither calls nor waiting. */
export async function mortal(
  body: FakeHost,
  { at, when }: Death,
  live: (host: FakeHost) => Promise<unknown>,
): Promise<'died' | 'lived'> {
  let calls = 0
  let dead = false
  let dies = () => {}
  const died = new Promise<void>((resolve) => {
    dies = resolve
  })
  const never = () => new Promise<never>(() => {})
  const die = () => {
    dead = true
    dies()
    return never()
  }
  const wrap =
    (call: AnyCall): AnyCall =>
    async (...args) => {
      if (dead) return never()
      const mine = ++calls === at
      if (mine && when === 'before') return die()
      const answer = await call(...args).catch((thrown: unknown) =>
        mine ? undefined : Promise.reject(thrown),
      )
      return mine ? die() : dead ? never() : answer
    }
  const all = <T extends object>(api: T): T =>
    Object.fromEntries(Object.entries(api).map(([name, call]) => [name, wrap(call as AnyCall)])) as T
  const real = await body.aws({})
  const aws: Aws = {
    region: real.region,
    caller: wrap(real.caller as AnyCall) as Aws['caller'],
    secrets: all(real.secrets),
    ecs: all(real.ecs),
    logs: all(real.logs),
  }
  const host: FakeHost = {
    ...body,
    aws: async () => aws,
    sleep: (milliseconds, signal) => (dead ? never() : body.sleep(milliseconds, signal)),
  }
  return Promise.race([live(host).then(() => 'lived' as const), died.then(() => 'died' as const)])
}
