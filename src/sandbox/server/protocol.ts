import type { Fields } from '../world/fields.ts'
import { type Answered, type AwsService, type Call, refused } from '../world/handle.ts'
import { Refusal } from '../world/refusal.ts'
import type { World } from '../world/world.ts'

export interface Wire {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const TARGETS: ReadonlyMap<string, AwsService> = new Map([
  ['secretsmanager', 'secretsmanager'],
  ['AmazonEC2ContainerServiceV20141113', 'ecs'],
  ['Logs_20140328', 'logs'],
  ['AnyScaleFrontendService', 'application-autoscaling'],
])

/** What a request asks for: AWS JSON 1.1 names it in a header, the query protocol in its form. Null: neither. */
export function readCall(
  target: string | undefined,
  contentType: string,
  body: string,
): Call | Refusal | null {
  if (target !== undefined) return jsonCall(target, body)
  if (!contentType.startsWith('application/x-www-form-urlencoded')) return null
  const form = new URLSearchParams(body)
  return { service: 'sts', action: form.get('Action') ?? '', body: Object.fromEntries(form) }
}

function jsonCall(target: string, body: string): Call | Refusal {
  const dot = target.lastIndexOf('.')
  const service = TARGETS.get(target.slice(0, dot))
  if (!service) return new Refusal('UnknownOperationException', '')
  if (tooDeep(body)) return new Refusal('SerializationException', 'the request is nested too deep')
  try {
    return { service, action: target.slice(dot + 1), body: JSON.parse(body === '' ? '{}' : body) }
  } catch {
    return new Refusal('SerializationException', 'the request body is not JSON')
  }
}

const DEEPEST = 100

/** Whether brackets outside strings nest further than any request does. */
function tooDeep(text: string): boolean {
  let depth = 0
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') depth++
    else if (bracket === ']' || bracket === '}') depth--
    if (depth > DEEPEST) return true
  }
  return false
}

/** An answer as the service's protocol writes it, with the world's own time in `Date`. */
export function writeAnswer(service: AwsService, action: string, answer: Answered, requestId: string): Wire {
  const headers = {
    date: new Date(answer.date).toUTCString(),
    // The SDK takes an answer with an age for a cached one and leaves its own clock alone:
    // without it, a sped-up clock would look like skew, and every refusal would be retried.
    age: '0',
    'x-amzn-requestid': requestId,
  }
  if (service === 'sts')
    return {
      status: answer.status,
      headers: { ...headers, 'content-type': 'text/xml' },
      body: xml(action, answer, requestId),
    }
  const type = answer.status === 200 ? {} : { 'x-amzn-errortype': String(answer.body.__type) }
  return {
    status: answer.status,
    headers: { ...headers, ...type, 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(answer.body),
  }
}

export const refusal = (world: World, reason: Refusal, requestId: string): Wire =>
  writeAnswer('ecs', '', refused('ecs', reason, world.now), requestId)

/** What a proxy on the way may make of an answer. */
export const garbled = (world: World, requestId: string): Wire => ({
  status: 200,
  headers: {
    date: new Date(world.now).toUTCString(),
    age: '0',
    'x-amzn-requestid': requestId,
    'content-type': 'text/html',
  },
  body: '<html><body>please sign in</body></html>',
})

function xml(action: string, { status, body }: Answered, requestId: string): string {
  const space = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'
  if (status !== 200) {
    const code = body.__type === 'UnknownOperationException' ? 'InvalidAction' : String(body.__type)
    const message = body.message ?? `Could not find operation for version 2011-06-15`
    return `<ErrorResponse ${space}><Error><Type>Sender</Type>${tags({ Code: code, Message: message })}</Error>${tags({ RequestId: requestId })}</ErrorResponse>`
  }
  return `<${action}Response ${space}><${action}Result>${tags(body)}</${action}Result><ResponseMetadata>${tags({ RequestId: requestId })}</ResponseMetadata></${action}Response>`
}

const tags = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
    .join('')

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
