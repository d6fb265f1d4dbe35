import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'

const LARGEST_BODY = 1 << 20
const LOOPBACK = '127.0.0.1'

export interface Reply {
  /** null: none, the connection is reset */
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** how many milliseconds it takes to arrive; default 0 */
  readonly after?: number
}

export const RESET: Reply = { status: null, headers: {}, body: '' }

export interface Listener {
  readonly url: string
  close(): Promise<void>
}

export interface Request {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** An HTTP server on loopback that gives every request to one function; port 0 takes a free one. Whatever goes wrong inside is a 500. */
export async function listen(port: number, reply: (request: Request) => Reply): Promise<Listener> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    serve(incoming, outgoing, reply).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, LOOPBACK, resolve)
  })
  const address = server.address() as AddressInfo
  return { url: `http://${LOOPBACK}:${address.port}`, close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  reply: (request: Request) => Reply,
): Promise<void> {
  const body = await readBody(incoming)
  const answer = body === null ? plain(413, 'the request is too large') : answerTo(incoming, body, reply)
  if (answer.after) await setTimeout(answer.after, undefined, { ref: false })
  if (answer.status === null) {
    incoming.socket.resetAndDestroy()
    return
  }
  const bytes = Buffer.from(answer.body, 'utf8')
  outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) })
  outgoing.end(incoming.method === 'HEAD' ? undefined : bytes)
}

function answerTo(incoming: IncomingMessage, body: string, reply: (request: Request) => Reply): Reply {
  try {
    const url = new URL(incoming.url ?? '/', `http://${LOOPBACK}`)
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value[0] : value,
      ]),
    )
    return reply({ method: incoming.method ?? 'GET', url, headers, body })
  } catch (thrown) {
    return plain(500, `a fault in the sandbox (${thrown instanceof Error ? thrown.name : 'unknown'})`)
  }
}

export const plain = (status: number, text: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `${text}\n`,
})

export const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

/** Null for more than a megabyte; the rest of it is read and dropped, so that the answer arrives. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= LARGEST_BODY) parts.push(part)
  }
  return size > LARGEST_BODY ? null : Buffer.concat(parts).toString('utf8')
}
