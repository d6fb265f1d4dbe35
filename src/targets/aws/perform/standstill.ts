import { AwsTrouble, type ServiceDeploymentFacts, type ServiceFacts } from '../../../host/aws-api.ts'
import { type Instant, instantAt, SECOND, toIso } from '../../../model/instant.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import { awsCommand } from '../shell.ts'
import type { Run } from './run.ts'

const SELDOM = 10 * SECOND

/** Whether deployments of a service stop on the way: for somebody, for a function, for a time. */
export const mayWait = ({
  hooks,
  bakeMinutes,
  shiftMinutes,
}: Pick<ServiceFacts, 'hooks' | 'bakeMinutes' | 'shiftMinutes'>): boolean =>
  hooks.length > 0 || bakeMinutes > 0 || shiftMinutes > 0

/** Where deployments stand that may wait on the way. It is for people, and decides nothing. */
export class Standstill {
  readonly #stages = new Map<string, Shown>()
  readonly #told = new Set<string>()
  #next: Instant = instantAt(0)

  constructor(
    readonly run: Run,
    readonly note: (says: Shown) => void,
  ) {}

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
        const newest = found?.[0]
        const stage = newest?.lifecycleStage ?? null
        if (stage === null) this.#stages.delete(name)
        else this.#stages.set(name, standing(stage, newest?.held != null))
        if (newest) this.#askSomebody(name, newest)
      }),
    )
  }

  /** Once for each pause: nobody but a person ends it. */
  #askSomebody(name: string, { arn, held, lifecycleStage }: ServiceDeploymentFacts): void {
    if (held === null || this.#told.has(held.hook)) return
    this.#told.add(held.hook)
    const { seen } = this.run
    const place = { region: seen.region, profile: seen.ref.profile }
    const words = ['--service-deployment-arn', arn, '--hook-id', held.hook]
    const until =
      held.until === null ? says`` : says` until ${toIso(held.until)}, and then does ${held.otherwise}`
    this.note(
      says`service ${name} waits for somebody at ${lifecycleStage ?? 'a pause'}${own(until)}; to let it go on: ${own(awsCommand(place, 'ecs', 'continue-service-deployment', ...words))}`,
    )
  }

  /** `waiting at BAKE_TIME`; null where it goes on, or nobody can tell. */
  of(name: string): Shown | null {
    return this.#stages.get(name) ?? null
  }
}

/** Stages that last as long as somebody has set, or decides. */
const LASTING: readonly string[] = ['BAKE_TIME', 'PRODUCTION_TRAFFIC_SHIFT']

const standing = (stage: string, held: boolean): Shown =>
  held || LASTING.includes(stage) ? says`waiting at ${stage}` : says`at ${stage}`

function noneKnown(thrown: unknown): null {
  if (thrown instanceof AwsTrouble) return null
  throw thrown
}
