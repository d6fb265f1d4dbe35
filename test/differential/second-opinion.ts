import { createPublicKey, verify } from 'node:crypto'

/**
 * The runtime's verdict once more, by other means: bits collected one by one, JSON cut into tokens and folded
 * into lists of pairs, dates counted in days. Shares no code with src. Slow and plain on purpose.
 */
export interface Opinion {
  readonly reason: string
  readonly tier: string
  readonly identity: string
  readonly tenant: string
  readonly expires: string
  readonly service: string
  readonly permissions: readonly string[]
}

export interface World {
  readonly evaluation: string
  readonly enterprise: string
  readonly now: number
}

class Stop extends Error {}
const stop = (reason: string): never => {
  throw new Stop(reason)
}

const nothing = { tier: '', identity: '', tenant: '', expires: '', service: '', permissions: [] }

export function secondOpinion(key: string, world: World): Opinion {
  try {
    return validate(key, world)
  } catch (thrown) {
    if (thrown instanceof Stop) return { reason: thrown.message, ...nothing }
    throw thrown
  }
}

function validate(key: string, world: World): Opinion {
  if (key === '') return { reason: 'empty', ...nothing, tier: 'Community' }
  if (key.slice(0, 5) !== 'AXON-') stop('prefix')
  if (key.slice(0, 8) === 'AXON-V2-') stop('v2-format')
  const pieces = key.slice(5).split('.')
  if (pieces.length === 1) stop('no-dot')
  const tail = pieces.pop() ?? ''
  const head = pieces.join('.')
  if (head === '') stop('empty-payload')
  const payload = bytesOf(head) ?? stop('payload-base64')
  const fields = fieldsOf(parse(payload) ?? stop('payload-json')) ?? stop('payload-json')
  const signature = bytesOf(tail) ?? stop('signature-base64')
  if (signature.length !== 64) stop('signature-length')
  const tier = fields.tier as string
  const hex = tier === 'Evaluation' ? world.evaluation : world.enterprise
  if (!signedBy(hex, head, signature)) stop('signature')
  if (!/^(Evaluation|Professional|Enterprise|Plus)$/.test(tier) || tier.endsWith('\n')) stop('tier')
  const aud = fields.aud as string
  if (aud !== '' && !['plugin', 'sdk', 'full'].map((end) => `axonflow.self_hosted.${end}`).includes(aud))
    stop('audience')
  const day = dayNumber(fields.expires_at as string) ?? stop('expiry-format')
  const over = world.now - day * 86_400_000
  const wholeDays = Math.floor(over / 86_400_000)
  const identity = (fields.deployment_id || fields.org_id) as string
  return {
    reason: over <= 0 ? '' : wholeDays <= 7 ? 'grace' : 'expired',
    tier,
    identity,
    tenant: identity || (fields.tenant_id as string),
    expires: fields.expires_at as string,
    service: fields.service_name as string,
    permissions: fields.permissions as string[],
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function bytesOf(text: string): number[] | undefined {
  const out: number[] = []
  let bits = 0
  let held = 0
  let count = 0
  for (const c of text) {
    if (c === '\r' || c === '\n') continue
    const value = ALPHABET.indexOf(c)
    if (value < 0) return undefined
    count++
    bits = (bits << 6) | value
    held += 6
    if (held >= 8) {
      held -= 8
      out.push((bits >> held) & 255)
      bits &= (1 << held) - 1
    }
  }
  return count % 4 === 1 ? undefined : out
}

const keys = new Map<string, ReturnType<typeof createPublicKey>>()

function signedBy(hex: string, message: string, signature: readonly number[]): boolean {
  const x = Buffer.from(hex, 'hex').toString('base64url')
  const key = keys.get(hex) ?? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  keys.set(hex, key)
  return verify(null, Buffer.from(message, 'latin1'), key, Buffer.from(signature))
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970-01-01, by counting. */
function dayNumber(text: string): number | undefined {
  if (text.length !== 8 || [...text].some((c) => c < '0' || c > '9')) return undefined
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6, 8))]
  const leap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
  const longest = month === 2 && leap(year) ? 29 : LENGTHS[month - 1]
  if (longest === undefined || day < 1 || day > longest) return undefined
  let days = day - 1
  for (let m = 1; m < month; m++) days += m === 2 && leap(year) ? 29 : (LENGTHS[m - 1] ?? 0)
  for (let y = 1970; y < year; y++) days += leap(y) ? 366 : 365
  for (let y = year; y < 1970; y++) days -= leap(y) ? 366 : 365
  return days
}

type Node =
  | { is: 'string'; value: string }
  | { is: 'number'; value: string }
  | { is: 'word'; value: string }
  | { is: 'list'; items: Node[] }
  | { is: 'object'; pairs: [string, Node][] }

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y

function parse(bytes: readonly number[]): Node | undefined {
  const text = String.fromCharCode(...bytes)
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  for (let end = 0; ; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(text)
    if (!match) {
      if (!/^[ \t\r\n]*$/.test(text.slice(end))) return undefined
      break
    }
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? '')
  }
  return treeOf(tokens)
}

/** A small push-down machine: what may come next, and the containers that are open. */
function treeOf(tokens: readonly string[]): Node | undefined {
  const open: { node: Node & { is: 'list' | 'object' }; name: string }[] = []
  let root: Node | undefined
  let want: 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing' = 'value'
  const put = (node: Node) => {
    const top = open.at(-1)
    if (!top) root = node
    else if (top.node.is === 'list') top.node.items.push(node)
    else top.node.pairs.push([top.name, node])
  }
  for (const token of tokens) {
    const top = open.at(-1)
    if (want === 'nothing') return undefined
    if (want === 'colon') {
      if (token !== ':') return undefined
      want = 'value'
    } else if (token === '}' || token === ']') {
      const right = top?.node.is === (token === '}' ? 'object' : 'list')
      const allowed = want === 'comma-or-end' || want === (token === '}' ? 'name-or-end' : 'value-or-end')
      if (!right || !allowed) return undefined
      open.pop()
      want = open.length === 0 ? 'nothing' : 'comma-or-end'
    } else if (want === 'comma-or-end') {
      if (token !== ',') return undefined
      want = top?.node.is === 'object' ? 'name' : 'value'
    } else if (want === 'name' || want === 'name-or-end') {
      if (!token.startsWith('"') || !top) return undefined
      top.name = stringOf(token)
      want = 'colon'
    } else if (token === '{' || token === '[') {
      const node = token === '{' ? { is: 'object' as const, pairs: [] } : { is: 'list' as const, items: [] }
      put(node)
      open.push({ node, name: '' })
      if (open.length > 10_000) return undefined
      want = token === '{' ? 'name-or-end' : 'value-or-end'
    } else {
      const node = scalarOf(token)
      if (!node) return undefined
      put(node)
      want = open.length === 0 ? 'nothing' : 'comma-or-end'
    }
  }
  return want === 'nothing' ? root : undefined
}

function scalarOf(token: string): Node | undefined {
  if (token.startsWith('"')) return { is: 'string', value: stringOf(token) }
  if (['true', 'false', 'null'].includes(token)) return { is: 'word', value: token }
  return /^[-\d]/.test(token) ? { is: 'number', value: token } : undefined
}

function stringOf(token: string): string {
  const units: number[] = []
  for (const [part] of token.slice(1, -1).matchAll(/\\u[0-9a-fA-F]{4}|\\.|[\x80-\xff]+|[^\\\x80-\xff]+/gs)) {
    if (part.startsWith('\\u')) units.push(Number.parseInt(part.slice(2), 16))
    else if (part.startsWith('\\'))
      units.push('\b\f\n\r\t"\\/'.charCodeAt('bfnrt"\\/'.indexOf(part.charAt(1))))
    else if (part < '\x80') for (const c of part) units.push(c.charCodeAt(0))
    else for (const unit of utf16(part)) units.push(unit | 0x10000)
  }
  return units
    .map((unit, index) => {
      if (unit >= 0x10000) return unit & 0xffff
      if (unit < 0xd800 || unit > 0xdfff) return unit
      const before = units[index - 1] ?? 0
      const after = units[index + 1] ?? 0
      const high = unit < 0xdc00 && after >= 0xdc00 && after <= 0xdfff
      const low = unit >= 0xdc00 && before >= 0xd800 && before < 0xdc00
      return high || low ? unit : 0xfffd
    })
    .map((unit) => String.fromCharCode(unit))
    .join('')
}

/** Well-formed sequences by one pattern; every other byte is U+FFFD. */
function utf16(raw: string): number[] {
  const pattern =
    /[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}|[\s\S]/g
  return [...raw.matchAll(pattern)].flatMap(([part]) => {
    if (part.length === 1) return [0xfffd]
    const lead = part.length === 2 ? 0x1f : part.length === 3 ? 0x0f : 0x07
    let point = part.charCodeAt(0) & lead
    for (let i = 1; i < part.length; i++) point = point * 64 + (part.charCodeAt(i) & 63)
    const text = String.fromCodePoint(point)
    return Array.from({ length: text.length }, (_unused, i) => text.charCodeAt(i))
  })
}

const TEXTS =
  'id tier deployment_id org_id service_name service_type issued_at expires_at email email2 tenant_id aud jti kid origin'.split(
    ' ',
  )
const FLAGS = [
  'media_governance_enabled',
  'hitl_approval_enabled',
  'policy_simulation_enabled',
  'evidence_export_enabled',
]
const WHOLES =
  'tenant_policies org_policies custom_policy_connectors audit_retention_days max_llm_providers max_execution_history max_concurrent_executions max_plans max_versions_per_plan max_sse_connections max_cost_estimates_per_day max_pending_approvals max_human_principals max_service_principals max_nodes daily_event_quota max_active_custom_policies max_hitl_approvals_per_week decision_list_window_hours decision_list_max_page hitl_expiry_hours max_simulations_per_day max_impact_report_inputs max_evidence_export_records max_evidence_window_days max_evidence_exports_per_day'.split(
    ' ',
  )

const folded = (name: string) =>
  [...name]
    .map((c) => (c === '\u017f' ? 's' : c === '\u212a' ? 'k' : c >= 'A' && c <= 'Z' ? c.toLowerCase() : c))
    .join('')
const isNull = (node: Node) => node.is === 'word' && node.value === 'null'

function fieldsOf(node: Node): { [field: string]: string | string[] } | undefined {
  const fields: { [field: string]: string | string[] } = { permissions: [] }
  for (const name of TEXTS) fields[name] = ''
  if (isNull(node)) return fields
  if (node.is !== 'object') return undefined
  let memory: string[] = []
  for (const [written, value] of node.pairs) {
    const name = folded(written)
    if (TEXTS.includes(name)) {
      if (value.is === 'string') fields[name] = value.value
      else if (!isNull(value)) return undefined
    } else if (name === 'permissions') {
      if (isNull(value) || (value.is === 'list' && value.items.length === 0)) {
        memory = []
        fields.permissions = []
      } else if (value.is !== 'list') return undefined
      else {
        if (!value.items.every((item) => item.is === 'string' || isNull(item))) return undefined
        value.items.forEach((item, i) => {
          memory[i] = item.is === 'string' ? item.value : (memory[i] ?? '')
        })
        fields.permissions = memory.slice(0, value.items.length)
      }
    } else if (name === 'limits' && !limitsAreFine(value)) return undefined
  }
  return fields
}

function limitsAreFine(node: Node): boolean {
  if (isNull(node)) return true
  if (node.is !== 'object') return false
  return node.pairs.every(([written, value]) => {
    const name = folded(written)
    if (isNull(value)) return true
    if (FLAGS.includes(name)) return value.is === 'word'
    if (!WHOLES.includes(name)) return true
    if (value.is !== 'number' || !/^-?\d+$/.test(value.value) || value.value.length > 25) return false
    const whole = BigInt(value.value)
    return whole >= -(2n ** 63n) && whole < 2n ** 63n
  })
}
