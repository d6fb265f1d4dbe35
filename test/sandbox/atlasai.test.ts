import { afterEach, describe, expect, test } from 'vitest'
import { get } from '../../src/host/node-http.ts'
import { after, DAY, instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { atlasai } from '../../src/sandbox/vendors/atlasai/vendor.ts'
import { newRsaIssuer } from '../../src/sandbox/vendors/rsa-issuer.ts'
import { startVendor, type VendorBox, type VendorOptions } from '../../src/sandbox/vendors/start.ts'
import { fakeHost } from '../support/host.ts'
import { ask, statuses } from './support/asking.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))

const issuer = newRsaIssuer()
const open: VendorBox[] = []
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

async function start(options: VendorOptions = {}): Promise<VendorBox> {
  const box = await startVendor(atlasai, { now: () => NOON, issuer, ...options })
  open.push(box)
  return box
}

const LICENSE = '/api/admin/license'
const post = (license_key: unknown, as = 'admin') => ({ as, json: { license_key } })
const view = {
  licensed_deployment: true,
  offline_mode: true,
  tp_version: '1.3.0',
  cp_license_public_key_configured: true,
  license: {
    status: 'active',
    valid: true,
    plan_id: 'operations',
    plan_name: 'Operations',
    deployment_mode: 'on_prem',
    days_remaining: 312,
    expires_at: '2027-10-01T12:00:00.000Z',
    issued_at: '2026-10-01T12:00:00.000Z',
    active_addons: ['automation_pro'],
    last_phone_home: null,
    key_hint: 'eyJhbGciOiJSUzI...',
  },
}

describe('AtlasAI Tenant Plane: its license', () => {
  test('GET /api/admin/license answers field by field, in the order of the documents', async () => {
    const box = await start({ key: { days: 312 } })
    const heard = await ask(box, `GET ${LICENSE}`, { as: 'admin' })
    expect(heard).toEqual({ status: 200, body: view })
    expect(JSON.stringify(heard.body)).toBe(JSON.stringify(view))
  })

  test('its log says what it loaded when it starts', async () => {
    const box = await start({ key: { days: 365 } })
    expect(box.log).toEqual(['[license] Loaded from env: status=active, days_remaining=365'])
    expect((await ask(box, 'GET /_lic/log')).body).toEqual({ log: box.log })
  })

  test.each([
    [1, 'active', 1],
    [0, 'grace', 30],
    [-29, 'grace', 1],
    [-30, 'read-only', 30],
    [-59, 'read-only', 1],
    [-60, 'locked', 0],
  ])('with %d days left it is %s, for %d days', async (days, status, days_remaining) => {
    const box = await start({ key: { days } })
    expect((await ask(box, `GET ${LICENSE}`, { as: 'admin' })).body).toMatchObject({
      license: { status, days_remaining, valid: status === 'active' },
    })
  })

  test.each(['GET', 'POST'])('%s: no token 401, a member 403', async (method) => {
    const box = await start()
    const json = method === 'POST' ? { json: { license_key: box.issue({}) } } : {}
    expect([
      (await ask(box, `${method} ${LICENSE}`, json)).status,
      (await ask(box, `${method} ${LICENSE}`, { as: 'member', ...json })).status,
      box.log.length,
    ]).toEqual([401, 403, 1])
  })

  test('a forged upload is refused, and the license in force stays', async () => {
    const box = await start()
    const before = await ask(box, `GET ${LICENSE}`, { as: 'admin' })
    const refused = { status: 400, body: { error: 'the signature does not match CP_LICENSE_PUBLIC_KEY' } }
    expect([
      await ask(box, `POST ${LICENSE}`, post(box.issue({ forged: true }))),
      await ask(box, `POST ${LICENSE}`, post('canary')),
      await ask(box, `POST ${LICENSE}`, post(undefined)),
      await ask(box, `GET ${LICENSE}`, { as: 'admin' }),
    ]).toEqual([refused, refused, { status: 400, body: { error: 'license_key is required' } }, before])
  })

  test('a restart reads the environment again', async () => {
    const box = await start()
    await ask(box, `POST ${LICENSE}`, post(box.issue({ tier: 'enterprise' })))
    await ask(box, 'POST /_lic/restart')
    await ask(box, 'POST /_lic/restart', { json: { key: box.issue({ forged: true }) } })
    expect(box.log).toEqual([
      '[license] Loaded from env: status=active, days_remaining=20',
      '[license] Loaded from upload: status=active, days_remaining=365',
      '[license] Loaded from env: status=active, days_remaining=20',
      '[license] Loaded from env: status=invalid, days_remaining=0',
    ])
    expect((await ask(box, `GET ${LICENSE}`, { as: 'admin' })).body).toMatchObject({
      license: { status: 'invalid', valid: false, plan_id: null, expires_at: null },
    })
  })
})

describe('AtlasAI Tenant Plane: what each state blocks', () => {
  const LINES = [
    'GET /api/incidents',
    'POST /api/incidents',
    'PATCH /api/incidents/1',
    'DELETE /api/incidents/1',
    'POST /api/search',
  ]

  test.each([
    ['active', { days: 20 }, [200, 201, 200, 200, 200]],
    ['grace', { days: -10 }, [200, 403, 403, 403, 200]],
    ['read-only', { days: -45 }, [200, 403, 403, 403, 403]],
    ['locked', { days: -70 }, [403, 403, 403, 403, 403]],
    ['invalid', { forged: true }, [403, 403, 403, 403, 403]],
  ])('%s', async (status, key, expected) => {
    const box = await start({ key })
    expect(await statuses(box, 'member', LINES)).toEqual(expected)
    expect(await ask(box, 'GET /api/health')).toEqual({ status: 200, body: { status: 'ok' } })
    expect((await ask(box, `GET ${LICENSE}`, { as: 'admin' })).body).toMatchObject({ license: { status } })
    if (status !== 'active')
      expect(await ask(box, 'POST /api/incidents', { as: 'member' })).toEqual({
        status: 403,
        body: { error: 'blocked by license', status },
      })
    const fresh = await ask(box, `POST ${LICENSE}`, post(box.issue({ tier: 'enterprise' })))
    expect(fresh).toMatchObject({
      status: 200,
      body: { license: { status: 'active', plan_id: 'enterprise' } },
    })
    expect(await statuses(box, 'member', LINES)).toEqual([200, 201, 200, 200, 200])
  })
})

describe('AtlasAI Tenant Plane: phone-home', () => {
  /** One that renews itself, and a clock that is moved by days. */
  async function byoc(key: VendorOptions['key'] = {}, from = NOON) {
    let clock = from
    const box = await start({ phoneHome: true, key, now: () => clock })
    const live = async () => {
      const { body } = (await ask(box, `GET ${LICENSE}`, { as: 'admin' })) as { body: typeof view }
      const { status, expires_at, last_phone_home, deployment_mode } = body.license
      return [status, expires_at, last_phone_home, deployment_mode, body.offline_mode]
    }
    return {
      box,
      live,
      pass: (days: number) => {
        clock = after(clock, days * DAY)
      },
    }
  }
  const answer = (reachable: boolean, subscription: string) => ({
    status: 200,
    body: { reachable, subscription },
  })

  test('every 24 hours it has a license for 365 days, of the same plan', async () => {
    const { box, live, pass } = await byoc()
    expect(await live()).toEqual(['active', '2026-12-13T12:00:00.000Z', null, 'byoc', false])
    pass(0.999)
    expect((await live())[2]).toBe(null)
    pass(0.001)
    const first = '2026-11-24T12:00:00.000Z'
    expect(await live()).toEqual(['active', '2027-11-24T12:00:00.000Z', first, 'byoc', false])
    pass(100.5)
    const latest = '2027-03-04T12:00:00.000Z'
    expect(await live()).toEqual(['active', '2028-03-03T12:00:00.000Z', latest, 'byoc', false])
    expect(box.log).toEqual([
      '[license] Loaded from env: status=active, days_remaining=20',
      '[license] Phone-home at 2026-11-24T12:00:00Z: status=active, days_remaining=365',
      '[license] Phone-home at 2027-03-04T12:00:00Z: status=active, days_remaining=365',
    ])
  })

  test('dates of a license are whole seconds, whenever it is renewed', async () => {
    const { live, pass } = await byoc({}, instantAt(NOON + 96))
    pass(1)
    expect((await live()).slice(0, 3)).toEqual([
      'active',
      '2027-11-24T12:00:00.000Z',
      '2026-11-24T12:00:00.096Z',
    ])
  })

  test.each([
    ['disconnect', answer(false, 'active'), 'no answer', 'connect'],
    ['cancel', answer(true, 'ended'), 'refused', 'subscribe'],
  ])('after %s the license goes on until its end, and no further', async (cut, says, why, mend) => {
    const { box, live, pass } = await byoc()
    expect(await ask(box, `POST /_lic/${cut}`)).toEqual(says)
    pass(19.999)
    expect(await live()).toEqual(['active', '2026-12-13T12:00:00.000Z', null, 'byoc', false])
    pass(0.001)
    expect(await live()).toEqual(['grace', '2026-12-13T12:00:00.000Z', null, 'byoc', false])
    expect(await statuses(box, 'member', ['POST /api/incidents'])).toEqual([403])
    pass(65)
    expect((await live())[0]).toBe('locked')
    expect(await ask(box, `POST /_lic/${mend}`)).toEqual(answer(true, 'active'))
    pass(1)
    expect((await live()).slice(0, 2)).toEqual(['active', '2028-02-17T12:00:00.000Z'])
    expect(box.log).toEqual([
      '[license] Loaded from env: status=active, days_remaining=20',
      `[license] Phone-home at 2026-12-12T12:00:00Z failed (${why}): status=active, days_remaining=1`,
      '[license] Phone-home at 2027-02-17T12:00:00Z: status=active, days_remaining=365',
    ])
  })

  test('a license that is not its own is not renewed', async () => {
    const { live, pass } = await byoc({ forged: true })
    pass(2)
    expect((await live()).slice(0, 3)).toEqual(['invalid', null, null])
  })

  test('without it there is nothing to cut', async () => {
    const box = await start()
    expect((await ask(box, 'POST /_lic/disconnect')).status).toBe(404)
  })

  test('lic says that nothing renews it, or when that was done last', async () => {
    const said = async (box: VendorBox) => {
      const host = { ...fakeHost({ now: NOON, files: { token: box.tokens.admin ?? '' } }), get }
      const argv = ['history', '--admin-url', box.url, '--admin-token', 'file:token', '--product', 'atlasai']
      expect(await run(argv, host)).toBe(0)
      return /^ *renewal .*$/m.exec(host.out())?.[0].trim()
    }
    const { box, pass } = await byoc()
    expect(await said(box)).toBe(
      'renewal by phone-home, and none has succeeded yet: if none does, its date stands',
    )
    pass(1)
    expect(await said(box)).toBe('renewal by phone-home, the last one at 2026-11-24T12:00:00Z')
    expect(await said(await start())).toBe('renewal none, it is in offline mode: its date is final')
  })
})
