import { json, plain, type Reply, type Request } from '../../server/listen.ts'
import { textIn } from '../held.ts'
import type { Running, Surroundings } from '../vendor.ts'
import { type Core, type Counter, newCore } from './core.ts'

/** Write paths, which the documents do not name: one for each counter that they do. */
const COUNTED: Readonly<Record<string, Counter>> = {
  '/v1/objects': 'object_count',
  '/v1/workflow-runs': 'workflow_run_count',
  '/v1/queries': 'query_count',
}
/** What each method adds. */
const WRITES: Readonly<Record<string, number>> = { POST: 1, PUT: 0, PATCH: 0, DELETE: -1 }

export function run(surroundings: Surroundings): Running {
  const core = newCore(surroundings)
  const { people, replicas } = surroundings
  let turn = 0
  return {
    log: core.log,
    restart: core.restart,
    reply: (request) => {
      const { pathname } = request.url
      if (pathname === '/metrics') return plain(200, metrics(core).trimEnd())
      const replica = turn++ % replicas
      const role = people.who(request)
      if (role === null) return refuse(401, 'Unauthorized')
      if (pathname === '/v1/license')
        return role.licenses
          ? license(core, request, replica)
          : refuse(403, 'a tenant owner or system administrator is required')
      return counted(core, request, replica)
    },
  }
}

function license(core: Core, { method, body }: Request, replica: number): Reply {
  if (method !== 'GET' && method !== 'POST') return refuse(405, 'Method Not Allowed')
  if (method === 'POST') {
    const key = textIn(body, 'licenseKey')
    if (key === null) return refuse(400, 'licenseKey is required')
    if (!core.install(key, replica)) return refuse(400, 'License signature is not valid')
  }
  const view = core.view(replica)
  return view === null ? refuse(404, 'No license') : json(200, view)
}

function counted(core: Core, { method, url }: Request, replica: number): Reply {
  const collection = /^\/v1\/[a-z-]+/.exec(url.pathname)?.[0] ?? ''
  const counter = COUNTED[collection]
  if (counter === undefined) return refuse(404, 'Not Found')
  if (method === 'GET') return json(200, { items: [] })
  const by = WRITES[method]
  if (by === undefined) return refuse(405, 'Method Not Allowed')
  const denial = core.count(counter, by, replica)
  if (denial !== null) return json(403, { statusCode: 403, message: denial, limitCode: counter })
  return json(method === 'POST' ? 201 : 200, { ok: true })
}

const refuse = (statusCode: number, message: string): Reply => json(statusCode, { statusCode, message })

const METRIC = 'license_limit_exceeded_total'

const metrics = ({ exceeded }: Core): string =>
  [
    `# HELP ${METRIC} Operations that a limit of the license stopped`,
    `# TYPE ${METRIC} counter`,
    ...[...exceeded].map(([counter, times]) => `${METRIC}{limitCode="${counter}"} ${times}`),
  ].join('\n')
