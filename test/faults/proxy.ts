import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What can happen to one call on its way to the server and back. */
export const FAULTS = [
  'throttled',
  'fault',
  'slow',
  'reset before',
  'reset after',
  'denied',
  'expired from here on',
  'not JSON',
  'cut short',
  'another shape',
] as const
export type Fault = (typeof FAULTS)[number]

/** A call by its name and how many of that name came before it: parallel calls keep no order. */
export interface Place {
  readonly action: string
  readonly nth: number
}

export interface Proxy {
  readonly url: string
  /** every call that came through, in order, such as `secretsmanager:DescribeSecret` */
  readonly calls: readonly string[]
  close(): Promise<void>
}

interface Plan {
  readonly at: Place
  readonly fault: Fault
}

/** Calls of a passing call: `before` it is sent on, `after` it was carried out and before it is answered. */
export interface Watcher {
  readonly at: Place
  before?(): void
  after?(): void
}

/** An HTTP server on loopback before another one, which spoils one call or watches it. */
export async function proxyBefore(target: string, plan: Plan | null, watcher?: Watcher): Promise<Proxy> {
  const calls: string[] = []
  const seen = new Map<string, number>()
  let expired = false
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  })
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request)
    const action = actionOf(request, body)
    const nth = (seen.get(action) ?? 0) + 1
    seen.set(action, nth)
    calls.push(action)
    const here = ({ at }: { readonly at: Place }) => at.action === action && at.nth === nth
    const fault = plan !== null && here(plan) ? plan.fault : null
    expired ||= fault === 'expired from here on'
    if (expired) return refuse(response, 400, 'ExpiredTokenException')
    if (fault === 'throttled') return refuse(response, 400, 'ThrottlingException')
    if (fault === 'fault') return refuse(response, 500, 'InternalServiceError')
    if (fault === 'denied') return refuse(response, 400, 'AccessDeniedException')
    if (fault === 'reset before') return void request.socket.resetAndDestroy()
    const watched = watcher !== undefined && here(watcher)
    if (watched) watcher.before?.()
    const answer = await send(target, request, body)
    if (watched) watcher.after?.()
    if (fault === 'reset after') return void request.socket.resetAndDestroy()
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW))
    const text =
      fault === 'not JSON'
        ? '<html>a captive portal</html>'
        : fault === 'cut short'
          ? answer.body.slice(0, answer.body.length / 2)
          : fault === 'another shape'
            ? '{"what":["is",{"this":1}]}'
            : answer.body
    response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(text) })
    response.end(text)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Milliseconds that a slow answer is kept back. */
const SLOW = 300

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

const SERVICES: Readonly<Record<string, string>> = {
  secretsmanager: 'secretsmanager',
  AmazonEC2ContainerServiceV20141113: 'ecs',
}

function actionOf(request: IncomingMessage, body: string): string {
  const [service = '', action = ''] = String(request.headers['x-amz-target'] ?? '').split('.')
  return action === '' ? `sts:${new URLSearchParams(body).get('Action')}` : `${SERVICES[service]}:${action}`
}

async function send(target: string, request: IncomingMessage, body: string) {
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
  const answer = await fetch(target, { method: 'POST', headers: headers as Record<string, string>, body })
  const kept = ['content-type', 'date', 'x-amzn-requestid'].flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value]]
  })
  return { status: answer.status, headers: Object.fromEntries(kept), body: await answer.text() }
}

function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify({ __type: type, message: 'as the test wishes' }))
}
