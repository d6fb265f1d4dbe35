import { createPrivateKey, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface TestIssuer {
  readonly pub_hex: string
  readonly test_seed_hex: string
}

const issuers = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'vectors', 'axonflow', 'axonflow-keys.json'), 'utf8'),
) as Record<'evaluation' | 'enterprise', TestIssuer>

const PKCS8 = '302e020100300506032b657004220420'

const signer = ({ test_seed_hex }: TestIssuer) =>
  createPrivateKey({ key: Buffer.from(PKCS8 + test_seed_hex, 'hex'), format: 'der', type: 'pkcs8' })

/** A signed AxonFlow key from the test issuers; only `--public-key {{anchors}}` trusts it. */
export function sampleKey(
  payload: Record<string, unknown>,
  issuer: 'evaluation' | 'enterprise' = 'enterprise',
): string {
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `AXON-${text}.${sign(null, Buffer.from(text), signer(issuers[issuer])).toString('base64url')}`
}

/** Raw public keys of the test issuers, in hex. */
export const issuerAnchors = {
  evaluation: issuers.evaluation.pub_hex,
  enterprise: issuers.enterprise.pub_hex,
}

export const testAnchors = {
  evaluation: `evaluation=${issuers.evaluation.pub_hex}`,
  enterprise: `enterprise=${issuers.enterprise.pub_hex}`,
}

/**
 * `{{key tier=Enterprise org=acme expires=20271028}}` stands for a signed key with these fields
 * (`org` and `deployment` are short for org_id and deployment_id, `expires` and `issued` for the dates;
 * `forged=1` spoils the signature); `{{folded …}}` and `{{base64 …}}` for the same in pieces and in base64;
 * `{{anchors}}` for the two test public keys as LIC_PUBLIC_KEY takes them;
 * `{{token atlasai operations}}` for a token out of test/vectors/atlasai/tokens.json, `{{pem atlasai}}` for the public
 * key that verifies it, `{{line atlasai}}` for that on one line with literal `\n`.
 */
export const fillIn = (text: string): string =>
  text
    .replace(/\{\{anchors\}\}/g, `${testAnchors.evaluation},${testAnchors.enterprise}`)
    .replace(/\{\{key ([^}]*)\}\}/g, (_whole, fields: string) => remember(fromFields(fields)))
    .replace(/\{\{folded ([^}]*)\}\}/g, (_whole, fields: string) =>
      remember(fromFields(fields)).replace(/.{60}/g, '$&" +\n  "'),
    )
    .replace(/\{\{base64 ([^}]*)\}\}/g, (_whole, fields: string) =>
      remember(Buffer.from(remember(fromFields(fields))).toString('base64')),
    )
    .replace(/\{\{token (\w+) (\w+)\}\}/g, (_whole, vendor: string, name: string) =>
      remember(sampleToken(vendor, name)),
    )
    .replace(/\{\{pem (\w+)\}\}/g, (_whole, vendor: string) => tokensOf(vendor).publicKey.trimEnd())
    .replace(/\{\{line (\w+)\}\}/g, (_whole, vendor: string) =>
      tokensOf(vendor).publicKey.trimEnd().replaceAll('\n', '\\n'),
    )
    .replace(/\{\{secret\}\}/g, () => remember(LICENSE_TOKEN))

/** A made-up License Token: public ID, a joint, a secret. */
export const LICENSE_TOKEN = 'aalk_7Gq2mT4x.n0tARealSecret0123456789abcdefABCDEF'

/** The tokens of a vendor's test issuer, whose private half nobody has, and its public key as PEM. */
export function tokensOf(vendor: string): {
  readonly publicKey: string
  readonly tokens: Readonly<Record<string, string>>
} {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', 'vectors', vendor, 'tokens.json'), 'utf8'))
}

export function sampleToken(vendor: string, name: string): string {
  const token = tokensOf(vendor).tokens[name]
  if (token === undefined) throw new Error(`no token ${name} of ${vendor}`)
  return token
}

const handedOut = new Set<string>()

function remember(key: string): string {
  handedOut.add(key)
  return key
}

/** Which of the keys handed out so far, or any long part of one, can be read in a text. */
export const leaks = (text: string): readonly string[] =>
  [...handedOut].filter((key) =>
    key
      .replace(/^AXON-|^eyJhbGci[\w-]*\./, '')
      .split('.')
      .some(
        (part) => part.length >= 20 && (text.includes(part.slice(0, 20)) || text.includes(part.slice(-20))),
      ),
  )

const SHORT: Record<string, string> = {
  org: 'org_id',
  deployment: 'deployment_id',
  tenant: 'tenant_id',
  expires: 'expires_at',
  issued: 'issued_at',
}

function fromFields(fields: string): string {
  const payload: Record<string, string> = {}
  for (const field of fields.split(' ')) {
    const at = field.indexOf('=')
    payload[SHORT[field.slice(0, at)] ?? field.slice(0, at)] = field.slice(at + 1)
  }
  const { forged, ...rest } = payload
  const key = sampleKey(rest, payload.tier === 'Evaluation' ? 'evaluation' : 'enterprise')
  return forged === undefined ? key : key.slice(0, -86) + key.slice(-86).split('').reverse().join('')
}
