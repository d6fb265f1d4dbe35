import { Buffer } from 'node:buffer'
import { nameOf } from '../../input/odd-character.ts'
import type { Decoding } from '../../model/decoded.ts'
import { error, type Finding, isNonEmpty, note } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { readBase64url } from '../../wire/base64url.ts'
import { fingerprintOf } from '../../wire/digest.ts'
import { readStruct } from '../../wire/json-struct.ts'
import { readDay } from './dates.ts'
import { tierNamed } from './names.ts'
import { factsOf, PAYLOAD, type Payload } from './payload.ts'

export const HMAC_PREFIX = 'AXON-V2-'
const DIGITS = /^[0-9a-f]{8}$/

/** `AXON-V2-` base64url(JSON) `-` 8 hex digits; the base64 may hold `-` itself, so the signature is taken from the right. */
export function decodeHmac(key: string): Decoding {
  const dash = key.lastIndexOf('-')
  const text = key.slice(HMAC_PREFIX.length, Math.max(dash, HMAC_PREFIX.length))
  const digits = key.slice(dash + 1)
  const faults: Finding[] = []
  if (text === '') faults.push(fault(says`its payload or its signature is missing`))
  const bytes = readBase64url(text.replace(/=+$/, ''))
  const json = bytes.ok ? readStruct(PAYLOAD, bytes.bytes.toString('latin1'), bytes.bytes) : undefined
  if (text !== '' && !bytes.ok) faults.push(fault(says`its payload is not base64url`))
  if (text !== '' && json && !json.ok) faults.push(fault(says`its payload is not the JSON of a license`))
  if (text !== '' && !DIGITS.test(digits)) faults.push(fault(signatureSays(digits)))
  if (!isNonEmpty(faults) && json?.ok) return { kind: 'decoded', key: keyOf(text, digits, json.value) }
  const all = [...faults, REFUSED_ANYWAY]
  return {
    kind: 'malformed',
    product: 'axonflow',
    form: 'hmac',
    faults: isNonEmpty(all) ? all : [REFUSED_ANYWAY],
  }
}

const fault = (text: ReturnType<typeof says>): Finding =>
  error('key.hmac-malformed', says`an HMAC key (AXON-V2-<payload>-<signature>), but ${text}`)

const signatureSays = (digits: string) => {
  const stray = digits.search(/[^0-9a-f]/)
  if (stray >= 0) return says`there is ${nameOf(digits, stray)} in its signature, which is 8 hex digits`
  return says`its signature has ${digits.length} characters, not 8`
}

const REFUSED_ANYWAY = note(
  'key.old-format',
  says`today's runtime refuses every key that begins with AXON-V2-, whatever follows`,
)

function keyOf(
  text: string,
  digits: string,
  payload: Payload,
): Extract<Decoding, { kind: 'decoded' }>['key'] {
  const written = payload.tier || null
  const tenant = payload.deployment_id || payload.org_id || payload.tenant_id
  const field = payload.deployment_id ? 'deployment_id' : payload.org_id ? 'org_id' : 'tenant_id'
  return {
    product: 'axonflow',
    form: 'hmac',
    formName: 'HMAC key (AXON-V2-)',
    prefix: HMAC_PREFIX,
    fingerprint: fingerprintOf(Buffer.from(HMAC_PREFIX + text, 'latin1')),
    tier: written === null ? null : (tierNamed(written) ?? written),
    identity: tenant ? { value: tenant, field } : null,
    issued: readDay(payload.issued_at ?? '') ?? null,
    expires: readDay(payload.expires_at ?? '') ?? null,
    audience: payload.aud || null,
    facts: [
      ...(written === null ? [] : [{ label: 'tier as written', field: 'tier', values: [written] }]),
      ...factsOf(payload),
    ],
    proof: { kind: 'hmac', message: Buffer.from(text, 'latin1'), digits },
    findings: [],
  }
}
