import { generateKeyPairSync, sign } from 'node:crypto'

const day = (distance) =>
  new Date(Date.now() + distance * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')

/** A throw-away issuer with one evaluation key in term. */
export function issuer() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  const make = (fields) => {
    const text = Buffer.from(JSON.stringify(fields)).toString('base64url')
    return `AXON-${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`
  }
  const key = make({
    id: 'lic-1',
    tier: 'Evaluation',
    deployment_id: 'acme',
    org_id: 'acme',
    service_name: 'platform',
    service_type: 'backend-service',
    permissions: ['mcp:*:*'],
    issued_at: day(-30),
    expires_at: day(60),
    aud: 'axonflow.self_hosted.full',
  })
  return { key, make, x, anchor: `evaluation=${Buffer.from(x, 'base64url').toString('hex')}` }
}
