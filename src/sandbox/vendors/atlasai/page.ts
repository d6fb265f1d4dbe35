import { json, type Reply, type Request } from '../../server/listen.ts'
import { textIn } from '../held.ts'
import type { Running, Surroundings } from '../vendor.ts'
import { type ControlPlane, newControlPlane } from './control-plane.ts'
import { newPlane, type Plane, type Status } from './plane.ts'

/** Paths of the product's own work, which the documents do not name: one that writes, one that asks by POST. */
const RECORDS = /^\/api\/incidents(?:\/[\w-]+)?$/
const SEARCH = '/api/search'

export function run(surroundings: Surroundings): Running {
  const control = surroundings.phoneHome ? newControlPlane(surroundings) : null
  const plane = newPlane(surroundings, control)
  return {
    get log() {
      plane.live()
      return plane.log
    },
    restart: (key) => {
      plane.live()
      plane.restart(key)
    },
    control: ({ method }, name) => {
      const change = method === 'POST' && Object.hasOwn(CONTROLS, name) ? CONTROLS[name] : undefined
      if (control === null || change === undefined) return null
      plane.live()
      Object.assign(control, change)
      return json(200, { reachable: control.reachable, subscription: control.active ? 'active' : 'ended' })
    },
    reply: (request) => {
      plane.live()
      const { pathname } = request.url
      if (pathname === '/api/health') return json(200, { status: 'ok' })
      const role = surroundings.people.who(request)
      if (role === null) return json(401, { error: 'unauthorized' })
      if (pathname === '/api/admin/license')
        return role.licenses ? license(plane, request) : json(403, { error: 'admin required' })
      const status = plane.status()
      return allowed(status, request) ? work(request) : json(403, { error: 'blocked by license', status })
    },
  }
}

/** What is between the Tenant Plane and the Control Plane, and the subscription there. */
const CONTROLS: Readonly<Record<string, Partial<ControlPlane>>> = {
  disconnect: { reachable: false },
  connect: { reachable: true },
  cancel: { active: false },
  subscribe: { active: true },
}

/** Answered in every state: the status `locked` could not be seen otherwise, nor a new license be uploaded. */
function license(plane: Plane, { method, body }: Request): Reply {
  if (method !== 'GET' && method !== 'POST') return json(405, { error: 'method not allowed' })
  if (method === 'POST') {
    const key = textIn(body, 'license_key')
    if (key === null) return json(400, { error: 'license_key is required' })
    if (!plane.install(key)) return json(400, { error: 'the signature does not match CP_LICENSE_PUBLIC_KEY' })
  }
  return json(200, plane.view())
}

/** Grace blocks what writes, read-only whatever is no GET, and a plane that is locked or has no valid license all. */
function allowed(status: Status, { method, url }: Request): boolean {
  switch (status) {
    case 'active':
      return true
    case 'grace':
      return method === 'GET' || url.pathname === SEARCH
    case 'read-only':
      return method === 'GET'
    case 'locked':
    case 'invalid':
      return false
  }
}

function work({ method, url }: Request): Reply {
  if (url.pathname === SEARCH) return json(200, { items: [] })
  if (!RECORDS.test(url.pathname)) return json(404, { error: 'not found' })
  if (method === 'GET') return json(200, { items: [] })
  return json(method === 'POST' ? 201 : 200, { ok: true })
}
