import { Buffer } from 'node:buffer'
import type { DecodedKey, Decoding, Fact, Proof } from '../../model/decoded.ts'
import { error, type Finding, isNonEmpty, note, warning } from '../../model/finding.ts'
import { DAY, type Instant } from '../../model/instant.ts'
import { says } from '../../model/visible.ts'
import { readBase64url } from '../../wire/base64url.ts'
import { fingerprintOf } from '../../wire/digest.ts'
import { type JsonFault, readStruct } from '../../wire/json-struct.ts'
import { describeBase64, describeLength } from './damage.ts'
import { readDay } from './dates.ts'
import { isSaasToken } from './names.ts'
import { factsOf, PAYLOAD, type Payload } from './payload.ts'

const PREFIX = 'AXON-'
const NONE: readonly Finding[] = []
const EVALUATION_DAYS = 90

/** `AXON-<payload>.<signature>`, split at its last dot. @param dot where that is */
export function decodeSigned(key: string, dot: number): Decoding {
  const payloadText = key.slice(PREFIX.length, dot)
  if (payloadText === '')
    return malformed([error('key.empty-payload', says`nothing stands between AXON- and the '.'`)])
  const faults: Finding[] = []
  const payload = readBase64url(payloadText)
  const json = payload.ok ? readStruct(PAYLOAD, payload.bytes.toString('latin1'), payload.bytes) : undefined
  const signature = readBase64url(key.slice(dot + 1))
  if (json?.ok && signature.ok && signature.bytes.length === 64)
    return {
      kind: 'decoded',
      key: new SignedKey(payloadText, json.value, signature.bytes, key.length - dot - 1),
    }
  if (!payload.ok) faults.push(describeBase64('payload', key, PREFIX.length, payload.fault))
  if (json && !json.ok) faults.push(describeJson(json.fault))
  if (!signature.ok) faults.push(describeBase64('signature', key, dot + 1, signature.fault))
  else if (signature.bytes.length !== 64) faults.push(describeLength(signature.bytes.length))
  return malformed(faults)
}

const malformed = (faults: readonly Finding[]): Decoding => ({
  kind: 'malformed',
  product: 'axonflow',
  form: 'signed',
  faults: isNonEmpty(faults) ? faults : [error('key.unrecognized', says`the key cannot be read`)],
})

/** A class, since most keys of a long list are never asked for their facts, and a getter in a literal costs more than they do. */
class SignedKey implements DecodedKey {
  readonly product = 'axonflow'
  readonly form = 'signed'
  readonly prefix = PREFIX
  readonly fingerprint: string
  readonly tier: string | null
  readonly identity: DecodedKey['identity']
  readonly issued: Instant | null
  readonly expires: Instant | null
  readonly audience: string | null
  readonly proof: Proof
  readonly findings: readonly Finding[]
  readonly #payload: Payload

  constructor(text: string, payload: Payload, signature: Buffer, signatureLength: number) {
    const message = Buffer.from(text, 'latin1')
    this.tier = payload.tier || null
    this.audience = payload.aud || null
    this.fingerprint = fingerprintOf(message)
    this.identity = identityOf(payload)
    this.issued = readDay(payload.issued_at ?? '') ?? null
    this.expires = readDay(payload.expires_at ?? '') ?? null
    this.proof = { kind: 'ed25519', message, signature }
    this.findings = oddities(text, payload, signatureLength)
    this.#payload = payload
  }

  get formName(): string {
    return isSaasToken(this.tier ?? '', this.audience)
      ? 'SaaS Plugin token'
      : `signed key, ${payloadName(this.#payload)}`
  }

  get facts(): readonly Fact[] {
    return factsOf(this.#payload)
  }
}

const payloadName = (payload: Payload): string => {
  const field = (['deployment_id', 'org_id', 'tenant_id'] as const).find((name) => payload[name])
  return field === undefined ? 'payload without an identity' : `payload with ${field}`
}

function identityOf(payload: Payload): DecodedKey['identity'] {
  if (payload.deployment_id) return { value: payload.deployment_id, field: 'deployment_id' }
  return payload.org_id ? { value: payload.org_id, field: 'org_id' } : null
}

function oddities(text: string, payload: Payload, signatureLength: number): readonly Finding[] {
  const found: Finding[] = []
  if (text.includes('\n') || text.includes('\r'))
    found.push(
      warning(
        'key.line-break',
        says`line breaks inside the payload: the runtime skips them, but they are signed bytes`,
      ),
    )
  if (signatureLength !== 86)
    found.push(
      warning(
        'key.line-break',
        says`line breaks inside or after the signature: the runtime skips them, other readers will not`,
      ),
    )
  const { deployment_id, org_id } = payload
  if (deployment_id && org_id && deployment_id !== org_id)
    found.push(
      warning(
        'key.identities-differ',
        says`deployment_id ${deployment_id} and org_id ${org_id} differ: the runtime goes by deployment_id`,
        says`keys are issued with the same value in both; ORG_ID of the agent must equal the first`,
      ),
    )
  if (payload.limits && Object.keys(payload.limits).length > 0)
    found.push(
      note(
        'key.limits-ignored',
        says`the key carries limits of its own: the runtime ignores them, its tier alone decides`,
      ),
    )
  if (payload.tier === 'Evaluation') found.push(...evaluationTerm(payload))
  return found.length > 0 ? found : NONE
}

function evaluationTerm(payload: Payload): readonly Finding[] {
  const issued = readDay(payload.issued_at ?? '')
  const expires = readDay(payload.expires_at ?? '')
  if (issued === undefined || expires === undefined || expires - issued <= EVALUATION_DAYS * DAY) return NONE
  return [
    note(
      'key.evaluation-term',
      says`issued for ${Math.round((expires - issued) / DAY)} days: evaluations are issued for at most ${EVALUATION_DAYS}`,
    ),
  ]
}

const describeJson = (fault: JsonFault): Finding =>
  fault.kind === 'syntax'
    ? error('key.payload-json', says`the payload is not JSON: ${fault.why}, at byte ${fault.at + 1} of it`)
    : error(
        'key.payload-json',
        says`${fault.field} in the payload is ${fault.found} where the runtime wants ${fault.wanted}`,
      )
