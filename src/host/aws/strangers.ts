import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'

/** What one request may take in all. */
export interface Patience {
  readonly milliseconds: number
  readonly bytes: number
}

const MOST = 1 << 20
/** Over what is waited for the beginning of an answer. */
const TO_END = 2_000

const PATIENCE: Patience = { milliseconds: 3_000, bytes: MOST }

/** @param milliseconds until an answer must have begun */
export const patienceAfter = (milliseconds: number): Patience => ({
  milliseconds: milliseconds + TO_END,
  bytes: MOST,
})

/**
 * Bounds the requests that are none of the clients': the SDK asks the metadata endpoints of containers and of
 * instances by itself, waits for each answer as long as it goes on or is cut short, and keeps all of it. Any request
 * at all is told where its answer ends before it is complete. Returns how to stop.
 */
export function boundStrangers(patience: Patience = PATIENCE): () => void {
  const watch = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest }
    if (request.method === 'CONNECT') return
    tellOfItsEnd(request)
    if (!request.hasHeader('amz-sdk-invocation-id')) bound(request, patience)
  }
  subscribe('http.client.request.start', watch)
  return () => {
    unsubscribe('http.client.request.start', watch)
  }
}

const trouble = (code: string) => Object.assign(new Error('no whole answer'), { code })

/** Where nobody listens, Node says nothing of an answer that was cut short, nor of one that changes the protocol. */
function tellOfItsEnd(request: ClientRequest): void {
  const tell = () => {
    if (request.listenerCount('error') > 0) request.emit('error', trouble('ECONNRESET'))
  }
  request.once('upgrade', (_answer, socket) => {
    socket.destroy()
    tell()
  })
  request.once('response', (answer) => {
    answer.once('close', () => {
      if (!answer.complete) tell()
    })
  })
}

function bound(request: ClientRequest, { milliseconds, bytes }: Patience): void {
  let left = bytes
  const meter = (part: Buffer) => {
    left -= part.length
    if (left < 0) request.destroy(trouble('EMSGSIZE'))
  }
  const listen = (socket: Socket) => {
    socket.on('data', meter)
    request.once('close', () => socket.off('data', meter))
  }
  if (request.socket) listen(request.socket)
  else request.once('socket', listen)
  const clock = setTimeout(() => request.destroy(trouble('ETIMEDOUT')), milliseconds)
  request.once('close', () => clearTimeout(clock))
}
