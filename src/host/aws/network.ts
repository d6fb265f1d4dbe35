import { readFileSync } from 'node:fs'
import { type ClientRequest, request as http } from 'node:http'
import { Agent, type AgentOptions, request as https } from 'node:https'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'

type Env = Readonly<Record<string, string | undefined>>

const TIMES = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true }

/** How requests travel: bounded in time, and through the proxy and with the certificates that `aws` would use. */
export function network(env: Env): object {
  const proxy = env.HTTPS_PROXY || env.https_proxy || ''
  const bundle = env.AWS_CA_BUNDLE ?? ''
  if (proxy === '' && bundle === '') return TIMES
  const options: AgentOptions = { keepAlive: true, ...(bundle === '' ? {} : { ca: readBundle(bundle) }) }
  const through = URL.canParse(proxy) ? new URL(proxy) : null
  const direct = (env.NO_PROXY || env.no_proxy || '').split(',').map((part) => part.trim().toLowerCase())
  return { ...TIMES, httpsAgent: through === null ? new Agent(options) : tunnel(through, direct, options) }
}

function readBundle(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Whether a host is one that NO_PROXY names, by itself or as part of a domain. */
export const goesDirect = (host: string, direct: readonly string[]): boolean =>
  direct.some((part) => {
    const name = part.replace(/^\*?\./, '')
    return part === '*' || (name !== '' && (host === name || host.endsWith(`.${name}`)))
  })

interface Target {
  readonly host?: string | null
  readonly port?: number | string | null
  readonly servername?: string
}
type Connected = (thrown: Error | null, socket?: Socket) => void

/** An agent whose connections are tunnels: CONNECT to the proxy, then TLS to the host through it. */
function tunnel(proxy: URL, direct: readonly string[], options: AgentOptions): Agent {
  const agent = new Agent(options)
  const plain = agent.createConnection.bind(agent)
  return Object.assign(agent, {
    createConnection(target: Target, done: Connected) {
      const host = target.host ?? ''
      if (goesDirect(host, direct)) return plain({ ...target, ...options } as never)
      const asked = ask(proxy, `${host}:${target.port ?? 443}`)
      asked.once('error', (thrown) => done(thrown))
      asked.once('connect', ({ statusCode = 0 }, socket: Socket) => {
        if (statusCode === 200)
          return done(null, connect({ ...options, socket, servername: target.servername ?? host } as never))
        socket.destroy()
        done(Object.assign(new Error(`the proxy answered ${statusCode}`), { code: 'ECONNREFUSED' }))
      })
      asked.end()
      return undefined
    },
  })
}

function ask(proxy: URL, authority: string): ClientRequest {
  const { username, password } = proxy
  const who = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  )
  return (proxy.protocol === 'https:' ? https : http)({
    host: proxy.hostname,
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${who}` }) },
    agent: false,
  })
}
