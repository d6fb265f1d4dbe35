import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { WANTED } from '../../src/commands/check/wanted.ts'
import { diagnose } from '../../src/doctor/diagnose.ts'
import type { Facts } from '../../src/doctor/facts.ts'
import { gather } from '../../src/doctor/gather.ts'
import { nodeFiles } from '../../src/host/node-files.ts'
import type { Shown } from '../../src/model/visible.ts'
import { bundleText } from '../../src/present/doctor/bundle.ts'
import { PRODUCTS, readyProducts } from '../../src/products/registry.ts'
import { run } from '../../src/run.ts'
import { dockerOf } from '../support/docker-lines.ts'
import { fakeHost, type World } from '../support/host.ts'
import { issuerAnchors, LICENSE_TOKEN, sampleKey, sampleToken, tokensOf } from '../support/sample-keys.ts'
import { sandboxed } from '../support/sandboxed.ts'

const KEYS = {
  axonflow: sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' }),
  terragnos: sampleToken('terragnos', 'enterprise'),
  atlasai: sampleToken('atlasai', 'operations'),
  alphaagent: LICENSE_TOKEN,
} as const
const VARIABLES = {
  axonflow: 'AXONFLOW_LICENSE_KEY',
  terragnos: 'LICENSE_KEY',
  atlasai: 'ATLASAI_LICENSE_KEY',
  alphaagent: 'LICENSE_TOKEN',
} as const

/** Secrets of every kind, none of which may be in a bundle, each where one of its kind may be. */
const CANARIES = {
  adminToken: 'canary-admin-token-5f1d',
  awsSecret: 'wJalrXUtnFEMI/K7MDENG/canaryEXAMPLEKEY00',
  awsSession: 'canary-session-token-77aa',
  storage: 'canary-storage-secret-0123456789abcdef',
  proxy: 'canary-proxy-password',
  endpoint: 'canary-endpoint-password',
  dotenv: 'canary-in-dotenv-1b2c',
  container: 'canary-in-container-9e8d',
  compose: 'canary-in-compose-3c4b',
  file: 'canary-in-compose-file-7d6e',
  privateKey: 'MC4CAQAwBQYDK2VwBCIEIcanaryPrivateKey',
  other: 'canary-another-variable-4a5b',
  hmac: 'canary-hmac-secret-8f9e',
} as const

const PEM = `-----BEGIN PRIVATE KEY-----\n${CANARIES.privateKey}\n-----END PRIVATE KEY-----`

const environment = (product: keyof typeof KEYS): Record<string, string> => ({
  [VARIABLES[product]]: KEYS[product],
  [VARIABLES[product].toLowerCase()]: KEYS[product],
  ADMIN_TOKEN: CANARIES.adminToken,
  AWS_SECRET_ACCESS_KEY: CANARIES.awsSecret,
  AWS_SESSION_TOKEN: CANARIES.awsSession,
  LICENSE_STORAGE_SECRET: CANARIES.storage,
  HTTPS_PROXY: `http://user:${CANARIES.proxy}@proxy:3128`,
  ALL_PROXY: `user:${CANARIES.proxy}@proxy:3128`,
  AWS_ENDPOINT_URL: `https://user:${CANARIES.endpoint}@127.0.0.1:4566/?x=${CANARIES.endpoint}`,
  OTHER_LICENSE_THING: CANARIES.other,
  LIC_HMAC: CANARIES.hmac,
  CP_LICENSE_PUBLIC_KEY: tokensOf('atlasai').publicKey,
  LICENSE_PUBLIC_KEY: PEM,
  ORG_ID: 'acme',
})

const worldOf = (product: keyof typeof KEYS): World => ({
  env: environment(product),
  files: {
    '.env': `DB_PASSWORD=${CANARIES.dotenv}\n${VARIABLES[product]}=${KEYS[product]}\n`,
    'compose.yaml': `services:\n  agent:\n    environment:\n      DB_PASSWORD: ${CANARIES.file}\n      ${VARIABLES[product]}: ${KEYS[product]}\n`,
  },
  docker: dockerOf([
    `docker-compose agent ${VARIABLES[product]}=${KEYS[product]}`,
    `docker-compose agent DB_PASSWORD=${CANARIES.compose}`,
    `docker-container agent ${VARIABLES[product]}=${KEYS[product]} DB_PASSWORD=${CANARIES.container}`,
  ]),
})

/** Which secrets can be read in a text, whole or in large part. */
const leaked = (text: string): readonly string[] =>
  [...Object.entries(CANARIES), ...Object.entries(KEYS)]
    .filter(([, secret]) => {
      const parts = [
        secret,
        ...secret.split(/[.\s]/).filter((part) => part.length >= 16 && !/^eyJhbGci/.test(part)),
      ]
      return parts.some((part) => text.includes(part) || text.includes(part.slice(-16)))
    })
    .map(([name]) => name)

/** The facts that a run has, as they are before they are put into words. */
async function gathered(host: ReturnType<typeof fakeHost>): Promise<Facts> {
  await readyProducts()
  return gather(
    {
      product: 'axonflow',
      usual: PRODUCTS.axonflow,
      now: host.now(),
      rules: { platform: null },
      dotenv: null,
      health: [],
      identity: null,
      aws: null,
      settings: [],
      wanted: WANTED,
      publicKeys: [],
      pin: null,
      hmacSecret: null,
      region: null,
      profile: null,
    },
    host,
  )
}

const contentsOf = (host: ReturnType<typeof fakeHost>) => host.kept.get('support.json') ?? ''

describe.each(Object.keys(KEYS) as (keyof typeof KEYS)[])('a bundle about %s', (product) => {
  test('holds none of many secrets, nor does anything that is said', async () => {
    const host = fakeHost(worldOf(product))
    const code = await run(
      ['doctor', '--product', product, '--bundle', 'support.json', '--yes', '--debug'],
      host,
    )
    const bundle = JSON.parse(contentsOf(host))
    expect(bundle.schema).toBe('lic-bundle/1')
    expect(bundle.exitCode).toBe(code)
    expect(bundle.diagnosis.checks).toHaveLength(21)
    expect(leaked(contentsOf(host))).toEqual([])
    expect(leaked(host.out() + host.err())).toEqual([])
  })
})

test('what is looked for would be found', () => {
  expect(leaked(Object.values({ ...CANARIES, ...KEYS }).join('\n'))).toHaveLength(17)
})

test('a bundle about a deployment on AWS holds no value of a container, and not the key', async () => {
  const told = await sandboxed({
    told: { env: { AWS_SECRET_ACCESS_KEY: CANARIES.awsSecret, LIC_PUBLIC_KEY: '' } },
    wiring: {
      container: (_role, arn) => ({
        secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn }],
        environment: [
          { name: 'ORG_ID', value: 'acme' },
          { name: 'DB_PASSWORD', value: CANARIES.container },
          { name: 'AXONFLOW_LICENSE_KEY', value: KEYS.axonflow },
        ],
      }),
    },
  })
  const { host } = told
  await run(['doctor', '--cluster', 'axonflow-cluster', '--bundle', 'support.json', '--yes'], host)
  const contents = contentsOf(host)
  expect(contents).toContain('axonflow-agent-service')
  expect(leaked(contents + host.out() + host.err())).toEqual([])
})

test('an organization that is a key is shown by nobody', async () => {
  const host = fakeHost({
    env: {
      AXONFLOW_LICENSE_KEY: KEYS.axonflow,
      ORG_ID: KEYS.atlasai,
      LIC_PUBLIC_KEY: `enterprise=${issuerAnchors.enterprise}`,
    },
  })
  await run(['doctor', '--bundle', 'support.json', '--yes'], host)
  expect(host.out()).toContain('[wiring.identity]')
  expect(leaked(contentsOf(host) + host.out() + host.err())).toEqual([])
})

test('a key that got into some sentence is not passed on', async () => {
  const host = fakeHost(worldOf('axonflow'))
  const facts = await gathered(host)
  const spoiled = { ...facts, network: { says: `x ${KEYS.axonflow}` as Shown, findings: [] } }
  const about = { version: '0', node: 'v', os: 'x', made: facts.now }
  const text = bundleText(spoiled, diagnose(spoiled), about)
  expect(leaked(text)).toEqual([])
  expect(text).toContain('(removed: it looks like a key)')
})

test('it is plain text that people can read', async () => {
  const host = fakeHost(worldOf('axonflow'))
  await run(['doctor', '--bundle', 'support.json', '--yes'], host)
  const contents = contentsOf(host)
  expect(contents).toMatch(/^[\n\x20-\x7e]*$/)
  expect(contents.split('\n').length).toBeGreaterThan(100)
  const { variables } = JSON.parse(contents)
  expect(variables).toContainEqual({ name: 'AWS_SECRET_ACCESS_KEY', is: 'set' })
  expect(Object.keys(variables[0])).toEqual(['name', 'is'])
})

describe('on a real disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lic-bundle-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const files = nodeFiles(
    () => folder,
    () => folder,
  )
  const doctor = (path: string) => {
    const host = Object.assign(fakeHost(worldOf('axonflow')), { files })
    return run(['doctor', '--bundle', path, '--yes', '--quiet'], host)
  }

  test('only its owner can read it, whatever the umask', async () => {
    const before = process.umask(0)
    await doctor('support.json')
    process.umask(before)
    expect(statSync(join(folder, 'support.json')).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(join(folder, 'support.json'), 'utf8')).schema).toBe('lic-bundle/1')
  })

  test('what is there stays as it is', async () => {
    writeFileSync(join(folder, 'mine'), 'mine')
    expect(await doctor('mine')).toBe(2)
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('mine')
  })
})
