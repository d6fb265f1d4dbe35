import type { Instant } from '../../model/instant.ts'
import { AUTO_SCALING_ACTIONS } from './auto-scaling.ts'
import { ECS_ACTIONS } from './ecs/actions.ts'
import { type Fields, isFields } from './fields.ts'
import { filterLogEvents, getLogEvents } from './logs.ts'
import { Refusal } from './refusal.ts'
import { SECRETS_ACTIONS } from './secrets/actions.ts'
import { settle } from './settle.ts'
import { callerIdentity } from './sts.ts'
import { remember } from './weather/remember.ts'
import type { World } from './world.ts'

export type Action = (world: World, fields: Fields) => Fields

export type AwsService = 'secretsmanager' | 'ecs' | 'sts' | 'logs' | 'application-autoscaling'

export interface Call {
  readonly service: AwsService
  readonly action: string
  readonly body: unknown
}

export interface Answered {
  readonly status: number
  /** for an error `{ __type, message }` (Secrets Manager writes `Message`) */
  readonly body: Fields
  readonly date: Instant
}

const STS_ACTIONS: ReadonlyMap<string, Action> = new Map([['GetCallerIdentity', callerIdentity]])

const LOGS_ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['FilterLogEvents', filterLogEvents],
  ['GetLogEvents', getLogEvents],
])

const ACTIONS: Readonly<Record<AwsService, ReadonlyMap<string, Action>>> = {
  secretsmanager: SECRETS_ACTIONS,
  ecs: ECS_ACTIONS,
  sts: STS_ACTIONS,
  logs: LOGS_ACTIONS,
  'application-autoscaling': AUTO_SCALING_ACTIONS,
}

/** Answers one call at the world's own moment (see `advance`), in fair weather. Never throws; a refused call changes nothing. */
export function handle(world: World, call: Call): Answered {
  try {
    const action = ACTIONS[call.service].get(call.action)
    if (!action) throw new Refusal('UnknownOperationException', '')
    if (!isFields(call.body)) throw new Refusal('SerializationException', 'the request is not a JSON object')
    const body = action(world, call.body)
    settle(world)
    remember(world)
    return { status: 200, body, date: world.now }
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown
    return refused(call.service, thrown, world.now)
  }
}

export function refused(service: AwsService, refusal: Refusal, date: Instant): Answered {
  const message = service === 'secretsmanager' ? 'Message' : 'message'
  const text = refusal.message === '' ? {} : { [message]: refusal.message }
  return { status: refusal.status, body: { __type: refusal.type, ...text }, date }
}
