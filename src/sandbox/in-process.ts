import type { Instant } from '../model/instant.ts'
import { garbled, readCall, refusal, type Wire, writeAnswer } from './server/protocol.ts'
import { advance } from './world/advance.ts'
import { uuid } from './world/ids.ts'
import { Refusal } from './world/refusal.ts'
import { deliver } from './world/weather/deliver.ts'
import type { World } from './world/world.ts'

/** What comes back, and how many milliseconds of the world's clock later. `wire` null: the connection is reset. */
export interface Arrival {
  readonly wire: Wire | null
  readonly delay: number
}

/** Answers one request as the AWS endpoint does, at a moment; null where it is no AWS request. */
export function answer(
  world: World,
  now: Instant,
  request: { readonly target: string | undefined; readonly contentType: string; readonly body: string },
): Arrival | null {
  advance(world, now)
  const call = readCall(request.target, request.contentType, request.body)
  if (!call) return null
  const requestId = uuid({ chance: world.served++ })
  if (call instanceof Refusal) return { wire: refusal(world, call, requestId), delay: 0 }
  const delivered = deliver(world, call)
  const { kind, delay } = delivered
  if (kind === 'reset') return { wire: null, delay }
  if (kind === 'garbled') return { wire: garbled(world, requestId), delay }
  return { wire: writeAnswer(call.service, call.action, delivered.answer, requestId), delay }
}

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** What Node's handler of the SDK makes of a connection that was reset. */
const reset = (): Error =>
  Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' })

/**
 * A `requestHandler` for the SDK's clients that asks this world directly: no sockets.
 * @param wait how slow answers pass their time; default: not at all
 */
export function requestHandlerFor(
  world: () => World,
  now: () => Instant,
  wait: (milliseconds: number) => Promise<void> = async () => {},
) {
  return {
    handle: async (request: SdkRequest) => {
      const arrival = answer(world(), now(), {
        target: request.headers['x-amz-target'],
        contentType: request.headers['content-type'] ?? '',
        body: textOf(request.body),
      })
      if (!arrival) throw new Error('not an AWS request')
      const { wire, delay } = arrival
      if (delay > 0) await wait(delay)
      if (!wire) throw reset()
      return {
        response: { statusCode: wire.status, headers: { ...wire.headers }, body: Buffer.from(wire.body) },
      }
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
    destroy: () => {},
  }
}

const textOf = (body: unknown): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body ?? '')
