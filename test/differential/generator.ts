import { createPrivateKey, type KeyObject, sign } from 'node:crypto'

const PKCS8 = '302e020100300506032b657004220420'
const issuer = (byte: number): KeyObject =>
  createPrivateKey({
    key: Buffer.from(PKCS8 + byte.toString(16).padStart(2, '0').repeat(32), 'hex'),
    format: 'der',
    type: 'pkcs8',
  })

/** Issuers made for these tests from known seeds. */
export const ISSUERS = { evaluation: issuer(0x11), enterprise: issuer(0x22), stranger: issuer(0x33) }

/** A small seeded source of randomness: the same seed gives the same keys on every machine. */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }
}

const NAMES = [
  'id',
  'deployment_id',
  'org_id',
  'tenant_id',
  'service_name',
  'service_type',
  'permissions',
  'issued_at',
  'email',
  'email2',
  'limits',
  'aud',
  'jti',
  'kid',
  'origin',
  'tier',
  'expires_at',
  'extra',
  '__proto__',
  'constructor',
  'toString',
]
const TIERS = ['Evaluation', 'Professional', 'Enterprise', 'Plus']
const ODD_TIERS = [
  '',
  'enterprise',
  'PRO',
  'Pro',
  'Premium',
  'Community',
  'Plus ',
  'Enterprise\n',
  'Entérprise',
]
const AUDIENCES = ['', 'axonflow.self_hosted.full', 'axonflow.self_hosted.sdk', 'axonflow.self_hosted.plugin']
const ODD_AUDIENCES = [
  'axonflow.saas.plugin',
  'axonflow.saas.full',
  'community_saas_plugin',
  'Axonflow.self_hosted.full',
  ' ',
]
const ODD_DATES = [
  '',
  '2027-09-18',
  '20260230',
  '20271301',
  '20270900',
  '00000101',
  '99991231',
  '2027091',
  '202709180',
  ' 0270918',
  '２０２７０９１８',
  '20240229',
  '19000229',
  '20000229',
]
const RAW_BITS = [
  '\\u0041',
  '\\ud83d\\ude00',
  '\\ud83d',
  '\\ude00x',
  '\\n',
  '\\/',
  '\\"',
  '\xc3\xa9',
  '\xe2\x82',
  '\xff',
  '\xed\xa0\x80',
  '\xf0\x9f\x98\x80',
  '\xc0\xaf',
  '\u007f',
  'é'.normalize('NFD').charAt(0),
  '\xef\xbb\xbf',
]
const BROKEN_BITS = ['\\x', '\\u12', '\x01', '\n', '\t']

/** The text of one JSON string, one character per byte. */
function quoted(dice: Dice, text: string): string {
  let raw = Buffer.from(JSON.stringify(text).slice(1, -1)).toString('latin1')
  if (dice.chance(0.04)) raw += dice.pick(RAW_BITS)
  if (dice.chance(0.004)) raw += dice.pick(BROKEN_BITS)
  if (dice.chance(0.05)) raw = raw.replace(/[a-z]/, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)
  return `"${raw}"`
}

function nameText(dice: Dice, name: string): string {
  if (dice.chance(0.06)) {
    const bent = dice.pick([
      name.toUpperCase(),
      name.replace('s', '\u017f'),
      name.replace('k', '\u212a'),
      `${name} `,
      name.replace('_', ''),
      name.charAt(0).toUpperCase() + name.slice(1),
    ])
    return quoted(dice, bent)
  }
  return quoted(dice, name)
}

function anything(dice: Dice, depth = 0): string {
  const kind = dice.below(depth > 3 ? 6 : 8)
  if (kind === 0) return 'null'
  if (kind === 1) return dice.pick(['true', 'false'])
  if (kind === 2)
    return dice.pick([
      '0',
      '-1',
      '12',
      '1.5',
      '1e2',
      '-0',
      '01',
      '1.',
      '9223372036854775807',
      '9223372036854775808',
      '1E+4',
    ])
  if (kind <= 5) return quoted(dice, dice.pick(['', 'a', 'acme', 'mcp:*:*', '20270918']))
  const count = dice.below(4)
  const items = Array.from({ length: count }, () => anything(dice, depth + 1))
  if (kind === 6) return `[${items.join(',')}]`
  return `{${items.map((item) => `${nameText(dice, dice.pick([...NAMES, 'max_plans', 'hitl_approval_enabled', 'max_nodes']))}:${item}`).join(',')}}`
}

function dateText(dice: Dice, now: number): string {
  if (dice.chance(0.06)) return dice.pick(ODD_DATES)
  const days = dice.chance(0.3) ? dice.below(24) - 12 : dice.below(2000) - 300
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')
}

const SPACES = ['', '', '', '', ' ', '\n', '\t', '\r\n', ' ', '\x0b', '\xa0']

function payloadText(dice: Dice, now: number): { text: string; tier: string } {
  const tier = dice.chance(0.06) ? dice.pick(ODD_TIERS) : dice.pick(TIERS)
  const audience = dice.chance(0.05) ? dice.pick(ODD_AUDIENCES) : dice.pick(AUDIENCES)
  const pairs: [string, string][] = [
    ['tier', quoted(dice, tier)],
    ['expires_at', quoted(dice, dateText(dice, now))],
  ]
  if (dice.chance(0.9))
    pairs.push([
      dice.pick(['org_id', 'deployment_id', 'tenant_id']),
      quoted(dice, dice.pick(['acme', 'x', '', 'Ünïcode', '   '])),
    ])
  if (dice.chance(0.4)) pairs.push(['deployment_id', quoted(dice, 'acme-prod')])
  if (dice.chance(0.5)) pairs.push(['aud', quoted(dice, audience)])
  if (dice.chance(0.4))
    pairs.push([
      'permissions',
      dice.pick(['["mcp:*:*"]', '["a","b",null]', '[]', 'null', '[null]', '["a" , "b"]']),
    ])
  if (dice.chance(0.1)) pairs.push(['permissions', dice.pick(['[null,null]', '["x"]', '[]', 'null', '[1]'])])
  if (dice.chance(0.3)) pairs.push(['service_name', quoted(dice, 'platform')])
  if (dice.chance(0.1))
    pairs.push([
      'limits',
      dice.pick([
        '{}',
        'null',
        '{"max_plans":3}',
        '{"max_plans":"3"}',
        '{"MAX_NODES":-1}',
        '[]',
        '{"hitl_approval_enabled":1}',
      ]),
    ])
  for (let extra = dice.below(3); extra > 0; extra--)
    if (dice.chance(0.3)) pairs.splice(dice.below(pairs.length + 1), 0, [dice.pick(NAMES), anything(dice)])
  if (dice.chance(0.1)) pairs.sort(() => dice.next() - 0.5)
  const space = () => (dice.chance(0.03) ? dice.pick(SPACES) : '')
  let text = `{${pairs.map(([name, value]) => `${space()}${nameText(dice, name)}${space()}:${space()}${value}${space()}`).join(',')}}`
  if (dice.chance(0.01))
    text = dice.pick([
      'null',
      '[]',
      '""',
      '',
      `${text}x`,
      `\xef\xbb\xbf${text}`,
      text.slice(0, -1),
      `${text} `,
      '{}',
      `${text}{}`,
    ])
  return { text, tier }
}

const STRAYS = [
  '=',
  '+',
  '/',
  ' ',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\xa0',
  '.',
  '-',
  '_',
  'A',
  'Q',
  '"',
  '\xff',
]

/** One key: mostly nearly right, each wrong in its own way. One character per byte. */
export function someKey(dice: Dice, now: number): string {
  const { text, tier } = payloadText(dice, now)
  let payload = Buffer.from(text, 'latin1').toString('base64url')
  if (dice.chance(0.05)) payload = strayed(dice, payload)
  const right = tier === 'Evaluation' ? ISSUERS.evaluation : ISSUERS.enterprise
  const key = dice.chance(0.93) ? right : dice.pick(Object.values(ISSUERS))
  let signature = sign(null, Buffer.from(payload, 'latin1'), key).toString('base64url')
  if (dice.chance(0.05)) signature = signature.slice(0, -1) + dice.pick(['A', 'Q', 'g', 'w', 'B', 'R'])
  let whole = `${dice.chance(0.99) ? 'AXON-' : dice.pick(['', 'axon-', 'AXON', ' AXON-', 'AXON-V2-', '\xef\xbb\xbfAXON-'])}${payload}${dice.chance(0.99) ? '.' : dice.pick(['', '..', ':'])}${signature}`
  if (dice.chance(0.1)) whole = strayed(dice, whole)
  if (dice.chance(0.03)) whole = whole.slice(0, dice.below(whole.length))
  return whole
}

function strayed(dice: Dice, text: string): string {
  const at = dice.chance(0.3) ? text.length : dice.below(text.length + 1)
  const gone = dice.chance(0.5) ? 0 : 1
  return text.slice(0, at) + dice.pick(STRAYS) + text.slice(at + gone)
}
