import { AwsTrouble, type ServiceFacts } from '../../../host/aws-api.ts'
import { type Instant, instantAt, SECOND } from '../../../model/instant.ts'
import { type Shown, visible } from '../../../model/visible.ts'
import type { Run } from './run.ts'

const SELDOM = 10 * SECOND

/** Whether deployments of a service stop on the way: for somebody, for a function, for a time. */
export const mayWait = ({ hooks, bakeMinutes }: Pick<ServiceFacts, 'hooks' | 'bakeMinutes'>): boolean =>
  hooks.length > 0 || bakeMinutes > 0

/** Where deployments stand that may wait on the way. It is for people, and decides nothing. */
export class Standstill {
  readonly #stages = new Map<string, Shown>()
  #next: Instant = instantAt(0)

  constructor(readonly run: Run) {}

  async look(services: readonly ServiceFacts[]): Promise<void> {
    const { aws, seen, memory, since, tools } = this.run
    const now = tools.host.now()
    const waiting = services.filter(mayWait)
    if (waiting.length === 0 || now < this.#next) return
    this.#next = instantAt(now + SELDOM)
    const { notBefore } = memory.takenBack ?? memory.promoted ?? since
    await Promise.all(
      waiting.map(async ({ name }) => {
        const found = await aws.ecs.serviceDeployments(seen.ref.cluster, name, notBefore).catch(noneKnown)
        const stage = found?.[0]?.lifecycleStage ?? null
        if (stage === null) this.#stages.delete(name)
        else this.#stages.set(name, visible(stage))
      }),
    )
  }

  /** `BAKE_TIME`; null where it goes on, or nobody can tell. */
  of(name: string): Shown | null {
    return this.#stages.get(name) ?? null
  }
}

function noneKnown(thrown: unknown): null {
  if (thrown instanceof AwsTrouble) return null
  throw thrown
}
