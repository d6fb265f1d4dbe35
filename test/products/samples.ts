import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { ProductId } from '../../src/model/decoded.ts'
import type { Heartbeat } from '../../src/products/product.ts'
import { LICENSE_TOKEN, sampleKey, testAnchors } from '../support/sample-keys.ts'

/** What the contract needs to know of a product to hold it to what all have in common. */
export interface Sample {
  readonly variable: string
  /** a key that is in term at NOON, with a text in the place of each value that is text */
  key(text: string): string
  /** `--public-key` that verifies it, and one that does not; null where nothing can */
  readonly anchor: { readonly right: string; readonly wrong: string } | null
  readonly heartbeat?: Heartbeat
  /** the runtime skips line breaks after its key */
  readonly skipsLineBreaks?: true
  /** what must not be seen of the key in any output */
  readonly secret: string
}

export const NOON = Date.UTC(2026, 10, 23, 12)

const b64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token by a throw-away issuer, whose private half lives as long as this process. */
export function token(
  claims: Record<string, unknown>,
  key: KeyObject,
  header: object = { alg: 'RS256' },
): string {
  const message = `${b64(header)}.${b64(claims)}`
  return `${message}.${sign('sha256', Buffer.from(message), key).toString('base64url')}`
}

export const issuer = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const bare = ({ publicKey }: { publicKey: KeyObject }) =>
  publicKey.export({ format: 'der', type: 'spki' }).toString('base64')

const ISSUED = Date.UTC(2026, 1, 1) / 1000
const ENDS = Date.UTC(2027, 5, 1) / 1000

const jwt = (variable: string, usage: string, claims: (text: string) => Record<string, unknown>): Sample => {
  const key = (text: string) => token(claims(text), issuer.privateKey)
  return {
    variable,
    key,
    anchor: { right: `${usage}=${bare(issuer)}`, wrong: `${usage}=${bare(stranger)}` },
    secret: key('acme').split('.')[2] ?? '',
  }
}

const axonflow = (text: string) =>
  sampleKey({
    tier: 'Enterprise',
    id: text,
    org_id: text,
    deployment_id: text,
    service_name: text,
    email: text,
    issued_at: '20260201',
    expires_at: '20270601',
  })

export const SAMPLES = {
  axonflow: {
    variable: 'AXONFLOW_LICENSE_KEY',
    key: axonflow,
    anchor: {
      right: testAnchors.enterprise,
      wrong: testAnchors.evaluation.replace('evaluation=', 'enterprise='),
    },
    skipsLineBreaks: true,
    secret: axonflow('acme').split('.')[1] ?? '',
  },
  terragnos: jwt('LICENSE_KEY', 'terragnos', (text) => ({
    edition: text,
    customer: text,
    deployment_fingerprint: text,
    features: { [text]: true },
    limits: { object_count: 5, [text]: text },
    metadata: { [text]: text },
    [`x${text}`]: { [text]: text },
    iat: ISSUED,
    exp: ENDS,
  })),
  atlasai: jwt('ATLASAI_LICENSE_KEY', 'atlasai', (text) => ({
    iss: `atlasai ${text}`,
    plan_id: text,
    plan_name: text,
    tenant_id: text,
    deployment_mode: text,
    limits: { users: 5, [text]: text },
    modules: [text],
    [`x${text}`]: text,
    iat: ISSUED,
    exp: ENDS,
  })),
  alphaagent: {
    variable: 'LICENSE_TOKEN',
    key: () => LICENSE_TOKEN,
    anchor: null,
    heartbeat: { last: NOON as Heartbeat['last'], thresholds: null },
    secret: LICENSE_TOKEN.split('.')[1] ?? '',
  },
} as const satisfies Record<ProductId, Sample>
