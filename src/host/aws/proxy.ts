import { type ClientRequest, request as http } from 'node:http'
import { Agent, type AgentOptions, request as https } from 'node:https'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'
import { AwsTrouble } from '../aws-api.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Which way requests go, as `aws` reads it from the environment: the small names win. */
export interface Way {
  /** for https and for http; null: there is none */
  readonly secure: URL | null
  readonly plain: URL | null
  /** what NO_PROXY names */
  readonly direct: readonly string[]
}

export function wayFrom(env: Env): Way {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || ''
  return {
    secure: proxyUrl('HTTPS_PROXY', named('HTTPS_PROXY')),
    plain: proxyUrl('HTTP_PROXY', named('HTTP_PROXY')),
    direct: named('NO_PROXY')
      .split(',')
      .map((part) => part.trim().toLowerCase()),
  }
}

/** A proxy may be written without its scheme. Its address may hold a password: it is never told. */
function proxyUrl(name: string, given: string): URL | null {
  if (given === '') return null
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`
  const url = URL.canParse(full) ? new URL(full) : null
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new AwsTrouble('proxy', 'configuration', name, 'NoProxyUrl', '', false)
}

/** Whether a host is one that NO_PROXY names, by itself or as part of a domain, with its port or without. */
export const goesDirect = (host: string, port: number | string, direct: readonly string[]): boolean =>
  direct.some((part) => {
    const name = part.replace(/^\*?\./, '')
    if (part === '*') return true
    const both = [host, `${host}:${port}`]
    return name !== '' && both.some((one) => one === name || one.endsWith(`.${name}`))
  })

interface Target {
  readonly host?: string | null
  readonly port?: number | string | null
  readonly servername?: string
}
type Connected = (thrown: Error | null, socket?: Socket) => void

/** An agent whose connections are tunnels: CONNECT to the proxy, then TLS to the host through it. */
export function tunnel(proxy: URL, { direct }: Way, options: AgentOptions, patience: number): Agent {
  const agent = new Agent(options)
  const plain = agent.createConnection.bind(agent)
  return Object.assign(agent, {
    createConnection(target: Target, done: Connected) {
      const host = target.host ?? ''
      const port = target.port ?? 443
      if (goesDirect(host, port, direct)) return plain({ ...target, ...options } as never)
      const asked = ask(proxy, `${host}:${port}`, options)
      const refused = (code: string, what: string) =>
        asked.destroy(Object.assign(new Error(`the proxy ${what}`), { code }))
      const clock = setTimeout(() => refused('ETIMEDOUT', 'does not answer'), patience)
      asked.once('close', () => clearTimeout(clock))
      asked.once('error', (thrown) => done(thrown))
      asked.once('response', ({ statusCode }) => refused('EPROXY', `answered ${statusCode}`))
      asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
        clearTimeout(clock)
        if (statusCode === 200)
          return done(null, connect({ ...options, socket, servername: target.servername ?? host } as never))
        socket.destroy()
        done(Object.assign(new Error(`the proxy answered ${statusCode}`), { code: 'EPROXY' }))
      })
      asked.end()
      return undefined
    },
  })
}

function ask(proxy: URL, authority: string, { ca }: AgentOptions): ClientRequest {
  return (proxy.protocol === 'https:' ? https : http)({
    ...addressOf(proxy),
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...loginFor(proxy) },
    agent: false,
    ...(ca === undefined ? {} : { ca }),
  })
}

const addressOf = (proxy: URL) => ({
  host: proxy.hostname,
  port: Number(proxy.port) || (proxy.protocol === 'https:' ? 443 : 80),
})

function loginFor({ username, password }: URL): Record<string, string> {
  if (username === '') return {}
  const who = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(who).toString('base64')}` }
}

interface Plain {
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Record<string, string>
}

/** A plain request goes to the proxy itself, and names all of where it wants to go. */
export function throughProxy<T extends Plain>(request: T, { plain, direct }: Way): T {
  const { hostname, port = 80, path } = request
  if (plain === null || request.protocol !== 'http:' || goesDirect(hostname, port, direct)) return request
  const proxy = addressOf(plain)
  return Object.assign(Object.create(Object.getPrototypeOf(request)), request, {
    protocol: plain.protocol,
    hostname: proxy.host,
    port: proxy.port,
    path: `http://${hostname}${port === 80 ? '' : `:${port}`}${path}`,
    headers: { ...request.headers, ...loginFor(plain) },
  })
}
