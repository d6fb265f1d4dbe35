import { toIso } from '../../../model/instant.ts'
import { json, plain, type Reply, type Request } from '../../server/listen.ts'
import { textIn } from '../held.ts'
import type { Opened, Opening } from '../vendor.ts'
import { newConsole } from './console.ts'
import { rowOf, tokenOf } from './ledger.ts'
import { newStudio } from './studio.ts'
import { type MessageKind, PATHS, SIGNATURE_HEADER } from './wire.ts'

const HOST = 'sandbox-host'
const STUDIO = '/studio/'
/** Paths that the documents do not name: diagnostics, re-activation, agent traffic, the administrator's view. */
const HEALTH = '/studio/health'
const LICENSE = '/studio/api/license'
const ACTIVATE = '/studio/api/license/activate'
const RUNS = '/studio/api/agents/runs'
const LICENSES = '/console/api/licenses'

/**
 * Studio and Console on one port, each under its own path; between them, what can be cut. What a revoked license needs is
 * not published: here the Console must reinstate it before it is activated again.
 */
export function open({ began, now, judge, people }: Opening): Opened {
  const console = newConsole()
  const license = console.create()
  let connected = true
  const studio = newStudio({
    key: tokenOf(license),
    host: HOST,
    born: began,
    send: (message, at) => (connected ? console.answer(message, at) : null),
    judge,
  })
  /** What both sides make of the license that Studio has. */
  const state = () => {
    const at = now()
    const its = console.find(studio.licenseId() ?? '')
    return {
      now: toIso(at),
      connected,
      studio: studio.view(at),
      console: its === null ? null : rowOf(its, at),
    }
  }
  const mark = (change: { readonly revoked?: boolean; readonly delinquent?: boolean }) => {
    const its = console.find(studio.licenseId() ?? '')
    if (its !== null) Object.assign(its, change)
  }
  const CONTROLS: Readonly<Record<string, (body: string) => void>> = {
    disconnect: () => {
      connected = false
    },
    connect: () => {
      connected = true
    },
    revoke: () => mark({ revoked: true }),
    reinstate: () => mark({ revoked: false }),
    delinquent: () => mark({ delinquent: true }),
    paid: () => mark({ delinquent: false }),
    activate: () => void studio.activate(now()),
    move: (body) => studio.restart(null, textIn(body, 'host') ?? HOST, now()),
  }
  const last = (): Reply => {
    const heartbeat = studio.lastHeartbeat()
    return heartbeat === null ? json(404, { error: 'none was ever verified' }) : plain(200, toIso(heartbeat))
  }
  const QUESTIONS: Readonly<Record<string, () => Reply>> = {
    state: () => json(200, state()),
    now: () => plain(200, toIso(now())),
    'last-heartbeat': last,
  }
  const onStudio = (request: Request): Reply => {
    const { method, url } = request
    const at = now()
    if (url.pathname === HEALTH) return json(200, studio.health(at))
    const role = people.who(request)
    if (role === null) return json(401, { error: 'unauthorized' })
    if (url.pathname === LICENSE || url.pathname === ACTIVATE) {
      if (!role.licenses) return json(403, { error: 'administrator required' })
      if (method !== (url.pathname === LICENSE ? 'GET' : 'POST'))
        return json(405, { error: 'method not allowed' })
      const done = method === 'GET' || studio.activate(at)
      return json(done ? 200 : 409, studio.view(at))
    }
    if (studio.state(at) === 'KILLED')
      return json(451, { error: 'unavailable for legal reasons', state: 'KILLED', reason: studio.reason(at) })
    if (url.pathname !== RUNS) return json(404, { error: 'not found' })
    if (method === 'GET') return json(200, { items: [] })
    if (method !== 'POST') return json(405, { error: 'method not allowed' })
    studio.ran(at)
    return json(201, { ok: true })
  }
  const onConsole = (request: Request): Reply => {
    const { method, url, headers, body } = request
    const kind = (Object.keys(PATHS) as MessageKind[]).find((one) => PATHS[one] === url.pathname)
    if (kind !== undefined && method === 'POST') {
      const signature = headers[SIGNATURE_HEADER] ?? ''
      const answer = console.answer({ kind, body, signature }, now())
      const signed = answer.signature === null ? {} : { [SIGNATURE_HEADER]: answer.signature }
      return {
        status: answer.status,
        headers: { 'content-type': 'application/json', ...signed },
        body: answer.body,
      }
    }
    if (url.pathname !== LICENSES) return json(404, { error: 'not found' })
    if (people.who(request)?.licenses !== true) return json(401, { error: 'unauthorized' })
    return json(200, { items: console.all().map((one) => rowOf(one, now())) })
  }
  return {
    key: tokenOf(license),
    issue: () => tokenOf(console.create()),
    running: {
      reply: (request) => {
        studio.live(now())
        return request.url.pathname.startsWith(STUDIO) ? onStudio(request) : onConsole(request)
      },
      restart: (key) => {
        studio.live(now())
        studio.restart(key, null, now())
      },
      get log() {
        studio.live(now())
        return studio.log
      },
      control: ({ method, body }, name) => {
        studio.live(now())
        const ask = method === 'GET' && Object.hasOwn(QUESTIONS, name) ? QUESTIONS[name] : undefined
        if (ask !== undefined) return ask()
        const act = method === 'POST' && Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined
        if (act === undefined) return null
        act(body)
        return json(200, state())
      },
    },
  }
}
