import { afterEach, describe, expect, test } from 'vitest'
import { after, DAY, type Instant, instantAt } from '../../src/model/instant.ts'
import { newRsaIssuer } from '../../src/sandbox/vendors/rsa-issuer.ts'
import { startVendor, type VendorBox, type VendorOptions } from '../../src/sandbox/vendors/start.ts'
import { terragnos } from '../../src/sandbox/vendors/terragnos/vendor.ts'
import { ask, statuses } from './support/asking.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))

const issuer = newRsaIssuer()
const open: VendorBox[] = []
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

async function start(options: VendorOptions = {}): Promise<VendorBox & { clock: { now: Instant } }> {
  const clock = { now: NOON }
  const box = await startVendor(terragnos, { now: () => clock.now, issuer, ...options })
  open.push(box)
  return { ...box, clock }
}

const view = {
  status: 'expiring_soon',
  edition: 'enterprise',
  expires_at: '2026-12-13T12:00:00.000Z',
  features: { automation: true, advanced_layers: true },
  limits: { object_count: 5, workflow_run_count: 3, query_count: 4 },
  metadata: { issuer: 'terragnos-licensing', tenant: 'acme', contract: 'lic sandbox' },
  deployment_fingerprint: 'sandbox-acme',
}
const post = (licenseKey: unknown, as = 'admin') => ({ as, json: { licenseKey } })

describe('Terragnos core: its license', () => {
  test('GET /v1/license says what seed and product have: status, edition, features, limits, metadata', async () => {
    const box = await start()
    expect(await ask(box, 'GET /v1/license', { as: 'admin' })).toEqual({ status: 200, body: view })
  })

  test.each([
    [31, 'valid'],
    [30, 'expiring_soon'],
    [1, 'expiring_soon'],
    [0, 'expired'],
    [-3, 'expired'],
  ])('a license with %d days left is %s', async (days, status) => {
    const box = await start({ key: { days } })
    expect(await ask(box, 'GET /v1/license', { as: 'owner' })).toMatchObject({ body: { status } })
  })

  test('the clock runs as fast as it is told to', async () => {
    const box = await start({ speed: 3600 })
    box.clock.now = after(NOON, (21 * DAY) / 3600)
    expect(await ask(box, 'GET /v1/license', { as: 'admin' })).toMatchObject({ body: { status: 'expired' } })
  })

  test('an upload takes effect at once', async () => {
    const box = await start()
    const fresh = box.issue({ tier: 'gov', days: 365 })
    const now = { ...view, status: 'valid', edition: 'gov', expires_at: '2027-11-23T12:00:00.000Z' }
    expect(await ask(box, 'POST /v1/license', post(fresh, 'owner'))).toEqual({ status: 200, body: now })
    expect(await ask(box, 'GET /v1/license', { as: 'admin' })).toEqual({ status: 200, body: now })
  })

  test.each(['GET', 'POST'])('%s: no token 401, a stranger 401, a member 403', async (method) => {
    const box = await start()
    const json = method === 'POST' ? { json: { licenseKey: box.issue({ tier: 'gov' }) } } : {}
    const line = `${method} /v1/license`
    expect([
      (await ask(box, line, json)).status,
      (await ask(box, line, { as: 'nobody', ...json })).status,
      (await ask(box, line, { as: 'member', ...json })).status,
      (await ask(box, 'GET /v1/license', { as: 'admin' })).body,
    ]).toEqual([401, 401, 403, view])
  })

  test('what is no license, or signed by somebody else, is refused and quoted nowhere', async () => {
    const box = await start()
    const forged = box.issue({ forged: true })
    const stranger = (await start({ issuer: newRsaIssuer() })).issue({})
    const heard = []
    for (const key of [forged, stranger, 'canary', box.issue({}).slice(0, -1), 7, ''])
      heard.push(await ask(box, 'POST /v1/license', post(key)))
    const invalid = { status: 400, body: { statusCode: 400, message: 'License signature is not valid' } }
    const missing = { status: 400, body: { statusCode: 400, message: 'licenseKey is required' } }
    expect(heard).toEqual([invalid, invalid, invalid, invalid, missing, missing])
    expect(await ask(box, 'GET /v1/license', { as: 'admin' })).toEqual({ status: 200, body: view })
    expect(box.log).toEqual(['license loaded from LICENSE_KEY'])
  })
})

describe('Terragnos core: a license of later', () => {
  test('is refused before its nbf, although its signature is good', async () => {
    const box = await start()
    const later = { edition: 'gov', nbf: NOON / 1000 + 60, exp: NOON / 1000 + 3600 }
    const heard = await ask(box, 'POST /v1/license', post(issuer.sign(later, false)))
    box.clock.now = after(NOON, 60_000)
    const then = await ask(box, 'POST /v1/license', post(issuer.sign(later, false)))
    expect([heard.status, then]).toMatchObject([400, { status: 200, body: { edition: 'gov' } }])
  })
})

describe('Terragnos core: after a restart', () => {
  const edition = async (box: VendorBox) =>
    ((await ask(box, 'GET /v1/license', { as: 'admin' })).body as { edition: string }).edition

  test('an uploaded key that was stored counts again', async () => {
    const box = await start()
    await ask(box, 'POST /v1/license', post(box.issue({ tier: 'gov' })))
    await ask(box, 'POST /_lic/restart')
    expect([await edition(box), box.log]).toEqual([
      'gov',
      [
        'license loaded from LICENSE_KEY',
        'license installed and stored, encrypted',
        'license loaded from system_licenses',
      ],
    ])
  })

  test('one in memory alone is lost, and LICENSE_KEY counts again', async () => {
    const box = await start({ memoryOnly: true })
    await ask(box, 'POST /v1/license', post(box.issue({ tier: 'gov' })))
    const before = await edition(box)
    await ask(box, 'POST /_lic/restart')
    expect([before, await edition(box)]).toEqual(['gov', 'enterprise'])
  })

  test('another LICENSE_KEY counts, and a forged one leaves no license', async () => {
    const box = await start()
    await ask(box, 'POST /_lic/restart', { json: { key: box.issue({ tier: 'gov' }) } })
    expect(await edition(box)).toBe('gov')
    await ask(box, 'POST /_lic/restart', { json: { key: box.issue({ forged: true }) } })
    expect([
      (await ask(box, 'GET /v1/license', { as: 'admin' })).status,
      await ask(box, 'POST /v1/objects', { as: 'member' }),
    ]).toEqual([
      404,
      { status: 403, body: { statusCode: 403, message: 'No license', limitCode: 'object_count' } },
    ])
  })

  test.each([
    [true, ['gov', 'enterprise', 'gov', 'enterprise']],
    [false, ['gov', 'gov', 'gov', 'gov']],
  ])('of two replicas, memory alone (%s): %j', async (memoryOnly, expected) => {
    const box = await start({ memoryOnly, replicas: 2 })
    await ask(box, 'GET /v1/license', { as: 'admin' })
    await ask(box, 'POST /v1/license', post(box.issue({ tier: 'gov' })))
    await ask(box, 'GET /v1/license', { as: 'admin' })
    const heard: string[] = []
    for (const _ of expected) heard.push(await edition(box))
    expect([...heard].sort().reverse()).toEqual([...expected].sort().reverse())
  })
})

describe('Terragnos core: quotas', () => {
  const exceeded = (limitCode: string) => ({
    status: 403,
    body: { statusCode: 403, message: 'License limit exceeded', limitCode },
  })
  const many = (count: number, line: string) => Array<string>(count).fill(line)

  test.each([
    ['/v1/objects', 'object_count', 5],
    ['/v1/workflow-runs', 'workflow_run_count', 3],
    ['/v1/queries', 'query_count', 4],
  ])('POST %s counts %s up to %d, each in its own counter', async (path, limitCode, most) => {
    const box = await start()
    const line = `POST ${path}`
    expect(await statuses(box, 'member', many(most, line))).toEqual(Array(most).fill(201))
    expect([await ask(box, line, { as: 'member' }), await ask(box, line, { as: 'admin' })]).toEqual([
      exceeded(limitCode),
      exceeded(limitCode),
    ])
    expect(box.log.slice(1)).toEqual(many(2, `audit license.limit_exceeded limitCode=${limitCode}`))
    expect((await ask(box, 'GET /metrics')).body).toBe(
      [
        '# HELP license_limit_exceeded_total Operations that a limit of the license stopped',
        '# TYPE license_limit_exceeded_total counter',
        `license_limit_exceeded_total{limitCode="${limitCode}"} 2`,
        '',
      ].join('\n'),
    )
  })

  test('what is deleted makes room; reading goes on at the limit; a restart keeps what was counted', async () => {
    const box = await start()
    const full = [...many(5, 'POST /v1/objects'), 'POST /v1/objects']
    expect(await statuses(box, 'member', full)).toEqual([201, 201, 201, 201, 201, 403])
    const rest = [
      'GET /v1/objects',
      'PATCH /v1/objects/1',
      'DELETE /v1/objects/1',
      'POST /v1/objects',
      'POST /v1/objects',
    ]
    expect(await statuses(box, 'member', rest)).toEqual([200, 200, 200, 201, 403])
    await ask(box, 'POST /_lic/restart')
    expect([
      await statuses(box, 'member', ['POST /v1/objects']),
      (await ask(box, 'GET /metrics')).body,
    ]).toEqual([[403], expect.stringMatching(/limitCode="object_count"\} 1\n$/)])
  })

  test('once expired, every limited operation answers 403 and reading goes on; a new key ends that', async () => {
    const box = await start({ key: { days: -3 } })
    const lines = ['POST /v1/objects', 'DELETE /v1/objects/1', 'POST /v1/workflow-runs', 'POST /v1/queries']
    expect([
      await statuses(box, 'owner', lines),
      await statuses(box, 'owner', ['GET /v1/objects', 'GET /v1/license']),
      (await ask(box, 'POST /v1/license', post(box.issue({})))).status,
      await statuses(box, 'owner', lines),
    ]).toEqual([[403, 403, 403, 403], [200, 200], 200, [201, 200, 201, 201]])
  })

  test('nobody counts without a token', async () => {
    expect(await ask(await start(), 'POST /v1/objects')).toEqual({
      status: 401,
      body: { statusCode: 401, message: 'Unauthorized' },
    })
  })
})
