import { type Fields, isFields } from '../fields.ts'
import { type Answered, type AwsService, type Call, handle, refused } from '../handle.ts'
import { Refusal } from '../refusal.ts'
import { findSecret } from '../secrets/find.ts'
import { callerIdentity } from '../sts.ts'
import { arn, type World } from '../world.ts'
import { recall } from './memory.ts'
import { meet, type Trouble } from './spells.ts'

/** How a call ends for the one who made it. `delay`: how long until then, in milliseconds of the world's clock. */
export type Delivered =
  | { readonly kind: 'answered'; readonly answer: Answered; readonly delay: number }
  /** an answer that nobody can read */
  | { readonly kind: 'garbled'; readonly delay: number }
  /** no answer: the connection is reset */
  | { readonly kind: 'reset'; readonly delay: number }

/** Answers one call at the world's own moment, in whatever weather there is. */
export function deliver(world: World, call: Call): Delivered {
  const { trouble, delay, lag } = meet(world, `${call.service}:${call.action}`)
  if (trouble === 'dropped') return { kind: 'reset', delay }
  const refusal = refusalFor(world, trouble, call)
  if (refusal) return { kind: 'answered', answer: refused(call.service, refusal, world.now), delay }
  const answer =
    lag > 0 && READ.test(call.action)
      ? { ...handle(recall(world, lag), call), date: world.now }
      : handle(world, call)
  if (trouble === 'lost') return { kind: 'reset', delay }
  return trouble === 'garbled' ? { kind: 'garbled', delay } : { kind: 'answered', answer, delay }
}

const READ = /^(Describe|Get|List|Filter)/

const FAULTS: Readonly<Record<AwsService, string>> = {
  secretsmanager: 'InternalServiceError',
  ecs: 'ServerException',
  sts: 'InternalFailure',
  logs: 'ServiceUnavailableException',
  'application-autoscaling': 'InternalServiceException',
}

/** Errors in each service's own words: STS, which answers XML, has other names for some. */
function refusalFor(world: World, trouble: Trouble | null, call: Call): Refusal | null {
  const xml = call.service === 'sts'
  const status = xml ? 403 : 400
  if (trouble === 'throttled') return new Refusal(xml ? 'Throttling' : 'ThrottlingException', 'Rate exceeded')
  if (trouble === 'failing')
    return new Refusal(FAULTS[call.service], 'An error occurred on the server side.', 500)
  if (trouble === 'expired')
    return new Refusal(
      xml ? 'ExpiredToken' : 'ExpiredTokenException',
      'The security token included in the request is expired',
      status,
    )
  if (trouble !== 'denied') return null
  const action = `${call.service}:${call.action}`
  return new Refusal(
    xml ? 'AccessDenied' : 'AccessDeniedException',
    `User: ${callerIdentity(world).Arn} is not authorized to perform: ${action} on resource: ${resourceOf(world, call.body)} because no identity-based policy allows the ${action} action`,
    status,
  )
}

function resourceOf(world: World, body: unknown): string {
  const { SecretId, service, logGroupName }: Fields = isFields(body) ? body : {}
  if (typeof SecretId === 'string') return findSecret(world, SecretId)?.arn ?? '*'
  if (typeof logGroupName === 'string') return arn(world, 'logs', `log-group:${logGroupName}:log-stream:`)
  const named = world.services.find(({ arn, name }) => arn === service || name === service)
  return named?.arn ?? '*'
}
