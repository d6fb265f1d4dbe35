import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url))

/** A throw-away issuer, kept beside the list that it signed. */
function issuer() {
  const path = `${CACHE}bulk-rs256.pem`
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true })
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(path, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  }
  return createPrivateKey(readFileSync(path))
}

const b64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** What `benchBulk` needs to check a list of licenses that are RS256 JWTs. */
export function rs256() {
  const privateKey = issuer()
  const header = b64({ alg: 'RS256', typ: 'JWT' })
  const key = (number) => {
    const claims = {
      iss: 'https://cp.atlastechlab.com',
      sub: `tenant-${number}`,
      jti: `j-${number}`,
      tenant_id: `tenant-${number}`,
      plan_id: 'operations',
      deployment_mode: 'on_prem',
      limits: { users: 250, data_volume_gb: 500, ai_credits: 10000, retention_days: 365 },
      modules: ['itsm', 'compliance', 'automation'],
      active_addons: ['automation_pro'],
      grace_days: 30,
      iat: 1767225600,
      exp: 4102444800,
    }
    const message = `${header}.${b64(claims)}`
    return `${message}.${sign('sha256', Buffer.from(message), privateKey).toString('base64url')}\n`
  }
  const anchor = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64')
  return { name: 'bulk-rs256', algorithm: 'rsa2048', anchor: `atlasai=${anchor}`, key }
}
