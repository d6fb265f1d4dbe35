import type { Instant } from '../model/instant.ts'
import { readCall, refusal, type Wire, writeAnswer } from './server/protocol.ts'
import { advance } from './world/advance.ts'
import { handle } from './world/handle.ts'
import { uuid } from './world/ids.ts'
import { Refusal } from './world/refusal.ts'
import type { World } from './world/world.ts'

/** Answers one request as the AWS endpoint does, at a moment; null where it is no AWS request. */
export function answer(
  world: World,
  now: Instant,
  request: { readonly target: string | undefined; readonly contentType: string; readonly body: string },
): Wire | null {
  advance(world, now)
  const call = readCall(request.target, request.contentType, request.body)
  if (!call) return null
  const requestId = uuid(world)
  if (call instanceof Refusal) return refusal(world, call, requestId)
  return writeAnswer(call.service, call.action, handle(world, call), requestId)
}

interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A `requestHandler` for the SDK's clients that asks this world directly: no sockets, no waiting. */
export function requestHandlerFor(world: () => World, now: () => Instant) {
  return {
    handle: async (request: SdkRequest) => {
      const wire = answer(world(), now(), {
        target: request.headers['x-amz-target'],
        contentType: request.headers['content-type'] ?? '',
        body: textOf(request.body),
      })
      if (!wire) throw new Error('not an AWS request')
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
