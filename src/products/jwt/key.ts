import type { DecodedKey, Fact, Proof } from '../../model/decoded.ts'
import { type Finding, note } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { Grant } from '../../model/limit.ts'
import { says } from '../../model/visible.ts'
import { fingerprintOf } from '../../wire/digest.ts'
import type { Jws } from '../../wire/jws.ts'
import { isObject, type JsonObject, type JsonValue } from '../../wire/strict-json.ts'
import { Claims, textOf, textsOf, valueText } from './claims.ts'
import { type Dates, datesOf } from './dates.ts'
import { apart } from './grants.ts'
import type { JwtVendor } from './vendor.ts'

const NONE: readonly Finding[] = []
/** Where a token offers a key to check itself with. */
const EMBEDDED = ['jwk', 'jku', 'x5c', 'x5u']

/** A license in the form of a JWT. What a long list never asks for is made when it is asked for. */
export class JwtKey implements DecodedKey {
  readonly form = 'jwt'
  readonly formName = 'JWT, signed with RS256'
  readonly prefix = 'eyJ'
  readonly product: DecodedKey['product']
  readonly fingerprint: string
  readonly tier: string | null
  readonly identity: DecodedKey['identity']
  readonly issued: Instant | null
  readonly expires: Instant | null
  readonly audience: string | null
  readonly proof: Proof
  readonly findings: readonly Finding[]
  readonly dates: Dates
  readonly claims: Claims
  private readonly jws: Jws
  private readonly vendor: JwtVendor

  constructor(jws: Jws, claims: Claims, vendor: JwtVendor) {
    const identity = claims.find(vendor.identity)
    const named = textOf(identity?.value)
    this.product = vendor.product
    this.fingerprint = fingerprintOf(jws.payloadText)
    this.tier = textOf(claims.find(vendor.tier)?.value)
    this.identity = identity === null || named === null ? null : { value: named, field: identity.name }
    this.dates = datesOf(claims)
    this.issued = this.dates.issued
    this.expires = this.dates.expires
    this.audience = textsOf(claims.value('aud'))?.join(', ') ?? null
    this.proof = { kind: 'jws', message: jws.message, signature: jws.signature }
    this.findings = embedded(jws.header)
    this.claims = claims
    this.jws = jws
    this.vendor = vendor
  }

  /** The name its limits go by where only they are shown. */
  get column(): string {
    return this.tier ?? 'license'
  }

  get grants(): readonly Grant[] {
    return apart(this.vendor.grants(new Claims(this.jws.claims)))
  }

  get facts(): readonly Fact[] {
    const claims = new Claims(this.jws.claims)
    const { tier, identity, timing, shown, grants } = this.vendor
    claims.take(...identity)
    if (this.tier !== null) claims.take(...tier)
    for (const name of ['exp', 'nbf', 'iat', 'aud', ...timing]) claims.take(name)
    const facts = shown.flatMap(([label, ...names]) => factsOf(label, claims.take(...names)))
    grants(claims)
    return [
      ...facts,
      ...(this.dates.begins === null
        ? []
        : [{ label: 'not before', field: 'nbf', values: [new Date(this.dates.begins).toISOString()] }]),
      ...Object.entries(this.jws.header).flatMap(([name, value]) => headerFact(name, value)),
      ...claims.rest().map(([field, value]) => ({
        label: field,
        field,
        values: [valueText(value)],
        note: 'not understood',
      })),
    ]
  }
}

/** Members of an object each stand for themselves. */
function factsOf(label: string, found: ReturnType<Claims['take']>): readonly Fact[] {
  if (found === null) return []
  const { name, value } = found
  if (!isObject(value)) return [{ label, field: name, values: textsOf(value) ?? [valueText(value)] }]
  return Object.entries(value).map(([inner, each]) => ({
    label: `${label}, ${inner}`,
    field: `${name}.${inner}`,
    values: textsOf(each) ?? [valueText(each)],
  }))
}

function headerFact(name: string, value: JsonValue): readonly Fact[] {
  if (name === 'alg' || name === 'typ') return []
  const says = EMBEDDED.includes(name) ? 'ignored' : 'chooses no key'
  return [{ label: `header ${name}`, field: `header.${name}`, values: [valueText(value)], note: says }]
}

/** All keys of an issuer have the same header. */
let last: { readonly header: JsonObject; readonly findings: readonly Finding[] } | null = null

function embedded(header: JsonObject): readonly Finding[] {
  if (last?.header !== header) last = { header, findings: lookInto(header) }
  return last.findings
}

function lookInto(header: JsonObject): readonly Finding[] {
  const names = EMBEDDED.filter((name) => Object.hasOwn(header, name))
  if (names.length === 0) return NONE
  return [
    note(
      'key.embedded-key',
      says`the key brings a public key along (${names.join(', ')}): ignored, since it would only prove itself`,
    ),
  ]
}
