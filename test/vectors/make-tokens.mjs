// Makes test/vectors/{terragnos,atlasai}/tokens.json anew, with new issuers whose private halves are forgotten at once.
import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const seconds = (day) => Date.parse(day) / 1000
const b64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

const TERRAGNOS = {
  enterprise: {
    iss: 'terragnos-licensing',
    jti: 'lic-1001',
    customer: 'acme',
    edition: 'enterprise',
    features: { automation: true, advanced_layers: false },
    limits: { object_count: 50000, workflow_run_count: 1000, query_count: 'unlimited', export_jobs: 0 },
    tenants: 12,
    metadata: { region: 'eu', contract: 'C-17' },
    deployment_fingerprint: 'df-4a5b6c',
    iat: seconds('2026-02-01'),
    exp: seconds('2027-02-01'),
  },
  // the claims alone say whose it is; figures that nobody can be sure of
  odd: {
    edition: 'gov',
    features: ['automation', 'offline_maps'],
    limits: { object_count: -1, query_count: null, storage: { tiles_gb: 40 } },
    nbf: seconds('2026-12-01'),
    iat: seconds('2026-11-30'),
    exp: seconds('2027-06-01'),
    seats: 5,
    note: 'two\nlines ::error:: \u202egnp',
  },
}

const ATLASAI = {
  operations: {
    iss: 'https://cp.atlastechlab.com',
    sub: 'tenant-acme',
    tenant_id: 'tenant-acme',
    plan_id: 'operations',
    plan_name: 'Operations',
    deployment_mode: 'on_prem',
    limits: { users: 250, data_volume_gb: 500, ai_credits: 0, retention_days: 365 },
    modules: ['itsm', 'compliance'],
    active_addons: ['automation_pro'],
    iat: seconds('2026-02-14'),
    exp: seconds('2027-02-14'),
  },
  byoc: {
    tenantId: 'tenant-globex',
    planId: 'core',
    deploymentMode: 'byoc',
    maxUsers: 50,
    graceDays: 10,
    iat: seconds('2026-02-14'),
    exp: seconds('2027-02-14'),
  },
  saas: {
    iss: 'atlasai',
    tenant_id: 'tenant-acme',
    plan_id: 'enterprise',
    deployment_mode: 'saas',
    grace_period: 2592000,
    iat: seconds('2026-02-14'),
    exp: seconds('2027-02-14'),
  },
  milliseconds: { iss: 'atlasai', plan_id: 'core', tenant_id: 't', exp: seconds('2027-02-14') * 1000 },
  endless: { iss: 'atlasai', plan_id: 'core', tenant_id: 't' },
  // nothing in it is one vendor's alone
  anyone: { sub: 'acme', limits: { seats: 3 }, iat: seconds('2026-02-14'), exp: seconds('2027-02-14') },
}

for (const [vendor, claims] of [
  ['terragnos', TERRAGNOS],
  ['atlasai', ATLASAI],
]) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const tokens = Object.fromEntries(
    Object.entries(claims).map(([name, payload]) => {
      const message = `${b64({ alg: 'RS256', typ: 'JWT' })}.${b64(payload)}`
      return [name, `${message}.${sign('sha256', Buffer.from(message), privateKey).toString('base64url')}`]
    }),
  )
  const pem = publicKey.export({ format: 'pem', type: 'spki' })
  const path = fileURLToPath(new URL(`./${vendor}/tokens.json`, import.meta.url))
  writeFileSync(path, `${JSON.stringify({ publicKey: pem, tokens }, null, 2)}\n`)
}
