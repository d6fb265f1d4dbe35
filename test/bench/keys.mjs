import { generateKeyPairSync, sign } from 'node:crypto'

/** A throw-away issuer with one good Enterprise key. */
export function issuer() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  const make = (fields) => {
    const text = Buffer.from(JSON.stringify(fields)).toString('base64url')
    return `AXON-${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
  }
  const key = make({
    id: 'lic-1',
    tier: 'Enterprise',
    deployment_id: 'acme',
    org_id: 'acme',
    service_name: 'platform',
    service_type: 'backend-service',
    permissions: ['mcp:*:*'],
    issued_at: '20260101',
    expires_at: '20991231',
    aud: 'axonflow.self_hosted.full',
  })
  return { key, make, x, anchor: `enterprise=${Buffer.from(x, 'base64url').toString('hex')}` }
}
