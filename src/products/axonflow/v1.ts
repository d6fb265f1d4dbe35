import { Buffer } from 'node:buffer'
import { nameOf } from '../../input/odd-character.ts'
import type { DecodedKey, Decoding } from '../../model/decoded.ts'
import { error, type Finding, isNonEmpty, note, warning } from '../../model/finding.ts'
import { type Shown, says } from '../../model/visible.ts'
import { readBase64url } from '../../wire/base64url.ts'
import { fingerprintOf } from '../../wire/digest.ts'
import { readUtf8 } from '../../wire/utf8.ts'
import { readDay } from './dates.ts'
import { tierNamed } from './names.ts'

const PREFIX = 'AXON-'
const TIERS = ['PRO', 'ENT', 'PLUS', 'PILOT', 'GROWTH', 'ENTERPRISE', 'LOCAL']
const SIGNATURE = /^[0-9a-fA-F]{6,64}$/
const LONG_ENOUGH = 24

/**
 * `AXON-TIER-ORG-YYYYMMDD-SIG`, taken apart from the right because ORG may hold hyphens; or what is left of a
 * signed key that was cut before its dot. The runtime takes anything without a dot for a V1 key.
 */
export function decodeV1(key: string): Decoding {
  const parts = key.slice(PREFIX.length).split('-')
  if (isCutSigned(key)) return malformed([cutSays(key)])
  const [tier = '', ...rest] = parts
  const signature = rest.pop() ?? ''
  const date = rest.pop() ?? ''
  const organization = rest.join('-')
  const faults = rest.length === 0 ? [tooFew(parts.length)] : partFaults(tier, organization, date, signature)
  if (isNonEmpty(faults)) return malformed(faults)
  return { kind: 'decoded', key: keyOf(key, tier, organization, date, signature.length) }
}

/** A long run of base64url that begins like JSON. */
function isCutSigned(key: string): boolean {
  const text = key.slice(PREFIX.length)
  if (text.length < LONG_ENOUGH) return text.startsWith('eyJ')
  const head = readBase64url(text.slice(0, LONG_ENOUGH))
  return head.ok && /^\s*\{/.test(head.bytes.toString('latin1'))
}

const cutSays = (key: string): Finding =>
  error(
    'key.no-signature',
    says`cut short: a signed key without its '.' and signature`,
    says`copy the whole key: ${key.length} characters arrived`,
  )

const tooFew = (parts: number): Finding =>
  error(
    'key.v1-malformed',
    says`neither a signed key (there is no '.') nor a V1 key (${parts} of the parts TIER-ORG-YYYYMMDD-SIG)`,
  )

function partFaults(tier: string, organization: string, date: string, signature: string): readonly Finding[] {
  const faults: Finding[] = []
  const add = (text: Shown) => faults.push(error('key.v1-malformed', text))
  if (!/^[A-Z]{2,12}$/.test(tier)) add(says`looks like a V1 key, but its tier is not a word in capitals`)
  if (organization === '') add(says`looks like a V1 key, but it names no organization`)
  if (readDay(date) === undefined) add(dateSays(date))
  if (!SIGNATURE.test(signature)) add(signatureSays(signature))
  return faults
}

const dateSays = (date: string): Shown =>
  /^[0-9]{8}$/.test(date)
    ? says`looks like a V1 key, but its date (before the last hyphen) is no day of the calendar: ${date}`
    : says`looks like a V1 key, but its date (before the last hyphen) is not YYYYMMDD: it has ${date.length} characters, ${date.replace(/[^0-9]/g, '').length} of them digits`

function signatureSays(signature: string): Shown {
  const stray = signature.search(/[^0-9a-fA-F]/)
  if (stray >= 0)
    return says`looks like a V1 key, but there is ${nameOf(signature, stray)} in its signature, which is hex digits`
  return says`looks like a V1 key, but its signature (after the last hyphen) has ${signature.length} characters; usual are 8 hex digits`
}

const malformed = (faults: readonly Finding[]): Decoding => {
  const all = [...faults, REFUSED_ANYWAY]
  return {
    kind: 'malformed',
    product: 'axonflow',
    form: 'v1',
    faults: isNonEmpty(all) ? all : [REFUSED_ANYWAY],
  }
}

const REFUSED_ANYWAY = note(
  'key.old-format',
  says`the runtime takes every key without a '.' for a V1 key, and no longer reads those`,
)

function keyOf(key: string, tier: string, organization: string, date: string, signature: number): DecodedKey {
  return {
    product: 'axonflow',
    form: 'v1',
    formName: 'V1 key',
    prefix: PREFIX,
    fingerprint: fingerprintOf(Buffer.from(key.slice(0, -signature - 1), 'latin1')),
    tier: tierNamed(tier) ?? tier,
    identity: { value: readUtf8(organization), field: 'ORG' },
    issued: null,
    expires: readDay(date) ?? null,
    audience: null,
    facts: [
      { label: 'tier as written', field: 'tier', values: [tier] },
      { label: 'organization', field: 'ORG', values: [readUtf8(organization)] },
      { label: 'expires', field: 'expires_at', values: [date] },
    ],
    proof: { kind: 'none' },
    findings: TIERS.includes(tier)
      ? []
      : [warning('key.tier-unknown', says`no V1 key is known with the tier ${tier}`)],
  }
}
