import { Buffer } from 'node:buffer'
import { type Instant, parseInstant } from '../../model/instant.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import { readDay } from './dates.ts'

const LARGEST = 1 << 20
/** how the runtime sends "unlimited" */
const UNLIMITED = [9999, -1]

type Fields = { readonly [field: string]: unknown }

/**
 * What `GET /health` says of the license, in each shape that was published: `node_count` and `license_tier`
 * (In-VPC page), `license` with maxNodes (marketplace), `license` with organization and expires (migration guide),
 * or healthy and silent (newest). Null for anything else. Never throws.
 */
export function readHealth(body: Uint8Array): RuntimeWord | null {
  const fields = parse(body)
  if (fields === null) return null
  const license = object(fields.license)
  const nodes = object(fields.node_count)
  const shape = shapeOf(fields, license, nodes)
  if (shape === null) return null
  return {
    shape,
    healthy: healthOf(fields.status),
    version: text(fields.version),
    tier: text(license?.tier) ?? text(fields.license_tier),
    valid: flag(license?.valid),
    identity: text(license?.organization) ?? text(license?.org_id) ?? text(license?.deployment_id),
    expires: instant(license?.expires) ?? instant(license?.expires_at),
    nodes: count(nodes?.total_nodes) ?? count(fields.total_nodes),
    maxNodes: limit(nodes?.license_max_nodes) ?? limit(license?.maxNodes) ?? limit(license?.max_nodes),
  }
}

function shapeOf(fields: Fields, license: Fields | null, nodes: Fields | null): string | null {
  if (license) return (text(license.organization) ?? text(license.expires)) ? 'license-migration' : 'license'
  if (nodes || text(fields.license_tier) !== null || count(fields.total_nodes) !== null) return 'node-count'
  return text(fields.status) !== null ? 'no-license' : null
}

function parse(body: Uint8Array): Fields | null {
  if (body.length > LARGEST) return null
  try {
    return object(JSON.parse(Buffer.from(body).toString('utf8')))
  } catch {
    return null
  }
}

/** An object's own fields only: a body may name `__proto__` or lack `status` and inherit nothing. */
function object(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return Object.assign(Object.create(null), value)
}

function healthOf(status: unknown): boolean | null {
  const word = text(status)?.toLowerCase() ?? null
  if (word === null) return null
  if (['healthy', 'ok', 'up'].includes(word)) return true
  return ['starting', 'unhealthy', 'degraded', 'down'].includes(word) ? false : null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null)
const count = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null

function limit(value: unknown): number | 'unlimited' | null {
  return typeof value === 'number' && UNLIMITED.includes(value) ? 'unlimited' : count(value)
}

function instant(value: unknown): Instant | null {
  const written = text(value)
  return written === null ? null : (parseInstant(written) ?? readDay(written) ?? null)
}
