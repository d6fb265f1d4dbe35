import { Refusal } from '../refusal.ts'
import { liveSecret, needVersion } from '../secrets/find.ts'
import type { World } from '../world.ts'
import type { ContainerDefinition } from './nouns.ts'

type Resolved =
  | { readonly kind: 'resolved'; readonly environment: Map<string, string> }
  | { readonly kind: 'failed'; readonly reason: string }

/** A container's environment at task start, by the ECS agent's rules: secrets win over plain entries. */
export function resolveEnvironment(world: World, container: ContainerDefinition): Resolved {
  const environment = new Map(container.environment.map(({ name, value }) => [name, value] as const))
  for (const { name, valueFrom } of container.secrets) {
    try {
      environment.set(
        name,
        valueFrom.includes(':secretsmanager:')
          ? fromSecret(world, valueFrom)
          : fromParameter(world, valueFrom),
      )
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      return { kind: 'failed', reason: thrown.message }
    }
  }
  return { kind: 'resolved', environment }
}

/** `ARN` or `ARN:json-key:stage:version`, the last three possibly empty; nothing between. */
function fromSecret(world: World, valueFrom: string): string {
  const parts = valueFrom.split(':')
  if (parts[0] !== 'arn' || parts[5] !== 'secret' || (parts.length !== 7 && parts.length !== 10))
    throw failure(`asm: unexpected ARN format with parameters when trying to retrieve ASM secret`)
  const [jsonKey = '', stage = '', version = ''] = parts.slice(7)
  const arn = parts.slice(0, 7).join(':')
  try {
    const found = needVersion(liveSecret(world, arn), version || undefined, stage || undefined)
    if (found.content.kind === 'binary') throw failure('asm: secret has no string value')
    return jsonKey === '' ? found.content.text : fromDocument(found.content.text, jsonKey, arn)
  } catch (thrown) {
    if (!(thrown instanceof Refusal) || thrown.type === RESOURCE) throw thrown
    throw failure(
      `asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager: ${thrown.type}: ${thrown.message}`,
    )
  }
}

function fromDocument(text: string, jsonKey: string, arn: string): string {
  const found = memberOf(text, jsonKey)
  if (found === undefined)
    throw failure(`asm: retrieved secret from Secrets Manager did not contain json key ${jsonKey} (${arn})`)
  return typeof found === 'string' ? found : JSON.stringify(found)
}

function memberOf(text: string, jsonKey: string): unknown {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw failure('asm: unable to unmarshal secret value: it is not JSON')
  }
  const members = typeof document === 'object' && document !== null ? document : {}
  return Object.hasOwn(members, jsonKey) ? (members as Record<string, unknown>)[jsonKey] : undefined
}

/** A bare name, or an SSM ARN, is a parameter; never a secret. */
function fromParameter(world: World, valueFrom: string): string {
  const name = valueFrom.includes(':parameter/')
    ? valueFrom.slice(valueFrom.indexOf(':parameter/') + 10)
    : valueFrom
  const value = world.parameters.get(name) ?? world.parameters.get(name.replace(/^\//, ''))
  if (value === undefined)
    throw failure(`ssm: service call has been retried 1 time(s): invalid parameters: ${valueFrom}`)
  return value
}

const RESOURCE = 'ResourceInitializationError'

const failure = (what: string): Refusal =>
  new Refusal(
    RESOURCE,
    `${RESOURCE}: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from ${what}`,
  )
