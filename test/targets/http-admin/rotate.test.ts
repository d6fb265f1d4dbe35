import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { get, post } from '../../../src/host/node-http.ts'
import { instantAt } from '../../../src/model/instant.ts'
import { run } from '../../../src/run.ts'
import { atlasai } from '../../../src/sandbox/vendors/atlasai/vendor.ts'
import { startVendor, type VendorBox, type VendorOptions } from '../../../src/sandbox/vendors/start.ts'
import { terragnos } from '../../../src/sandbox/vendors/terragnos/vendor.ts'
import type { Vendor } from '../../../src/sandbox/vendors/vendor.ts'
import { fakeHost, type World } from '../../support/host.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function start(vendor: Vendor, options: VendorOptions = {}): Promise<VendorBox> {
  const box = await startVendor(vendor, { now: () => NOON, ...options })
  closing.push(box.close)
  return box
}

/** Something in front of a product: `before` may answer in its place, `after` may lose its answer. */
async function between(
  box: VendorBox,
  spoil: (method: string, count: number) => 'pass' | 'lose' | { status: number; location?: string },
): Promise<string> {
  const counts: Record<string, number> = {}
  const server: Server = createServer((request, response) => {
    const method = request.method ?? ''
    counts[method] = (counts[method] ?? 0) + 1
    const how = spoil(method, counts[method] ?? 0)
    if (typeof how === 'object') {
      response.writeHead(how.status, how.location === undefined ? {} : { location: how.location })
      response.end()
      return
    }
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', async () => {
      const answer = await fetch(box.url + request.url, {
        method,
        headers: {
          authorization: request.headers.authorization ?? '',
          'content-type': 'application/json',
        },
        ...(method === 'POST' ? { body: Buffer.concat(parts) } : {}),
      })
      const body = await answer.text()
      if (how === 'lose') request.socket.destroy()
      else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function lic(box: VendorBox, fresh: string, argv: readonly string[], world: World = {}) {
  const [token = ''] = Object.values(box.tokens)
  const host = {
    ...fakeHost({
      now: NOON,
      env: { ADMIN_TOKEN: token },
      files: { 'new.jwt': fresh, 'old.jwt': box.key, 'issuer.pem': box.publicKey },
      ...world,
    }),
    get,
    post,
  }
  const exitCode = await run([...argv, '--public-key', 'file:issuer.pem', '--json'], host)
  const said = host.out() + host.err()
  const secrets = [token, fresh, box.key].filter(
    (secret) => secret !== '' && said.includes(secret.slice(-30)),
  )
  return { exitCode, secrets, answer: JSON.parse(host.out()) }
}

const rotate = (url: string, ...more: readonly string[]) => [
  ...['rotate', 'file:new.jwt', '--yes', '--admin-url', url, '--admin-token', 'env:ADMIN_TOKEN'],
  ...more,
]
const live = async (box: VendorBox, vendor: Vendor): Promise<string> => {
  const path = vendor === terragnos ? '/v1/license' : '/api/admin/license'
  const [token = ''] = Object.values(box.tokens)
  const answer = await fetch(box.url + path, { headers: { authorization: `Bearer ${token}` } })
  return await answer.text()
}

describe.each([
  ['Terragnos', terragnos, 'gov', ['admin.caution', 'admin.caution']],
  ['AtlasAI', atlasai, 'enterprise', ['admin.caution']],
] as const)('%s, over its admin API', (_name, vendor, tier, cautions) => {
  test('keeps no key that could be gone back to, and says how to go back then', async () => {
    const box = await start(vendor)
    const where = ['--admin-url', box.url, '--admin-token', 'env:ADMIN_TOKEN']
    const { exitCode, answer } = await lic(box, box.key, [
      'rollback',
      ...where,
      '--product',
      vendor.id,
      '--yes',
    ])
    expect([exitCode, answer.error.code]).toEqual([50, 'rotation.no-archive'])
    expect(answer.error.hints.join()).toContain(`lic rotate SOURCE --admin-url ${box.url}`)
  })

  test('takes a key, and says itself that it runs on it', async () => {
    const box = await start(vendor)
    const fresh = box.issue({ tier, days: 365 })
    const { exitCode, answer, secrets } = await lic(box, fresh, rotate(box.url, '--product', vendor.id))
    expect(answer.error).toBeUndefined()
    expect(exitCode).toBe(0)
    expect(answer.result.report.proof.rung).toBe('runtime')
    expect(await live(box, vendor)).toContain(`"${tier}"`)
    expect(answer.result.plan.warnings.map(({ code }: { code: string }) => code)).toEqual([
      'rotation.no-undo',
      ...cautions,
      'admin.no-way-back',
    ])
    expect(secrets).toEqual([])
  })

  test('with the key before, a failure is taken back', async () => {
    const box = await start(vendor)
    const fresh = box.issue({ tier, days: 365 })
    // It takes the key, and then answers as if it had not.
    const stale = await live(box, vendor)
    let uploads = 0
    const server = createServer((request, response) => {
      if (request.method === 'POST') uploads++
      response.end(stale)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const { exitCode, answer } = await lic(
      box,
      fresh,
      rotate(url, '--product', vendor.id, '--previous', 'file:old.jwt'),
    )
    expect(answer.error.code).toBe('health.differs')
    expect([exitCode, answer.result.report.ending, uploads]).toEqual([51, 'undone', 2])
    expect(
      answer.result.report.undo.map(({ id, status }: { id: string; status: string }) => [id, status]),
    ).toEqual([
      ['take-back', 'done'],
      ['prove-old', 'done'],
    ])
  })

  test('an answer that is lost is resolved by asking', async () => {
    const box = await start(vendor)
    const fresh = box.issue({ tier, days: 365 })
    const url = await between(box, (method) => (method === 'POST' ? 'lose' : 'pass'))
    const { exitCode, answer } = await lic(box, fresh, rotate(url, '--product', vendor.id))
    expect([exitCode, answer.result.report.ending]).toEqual([0, 'done'])
    expect(await live(box, vendor)).toContain(`"${tier}"`)
  })

  test('an upload that a fault swallowed is unfinished, with the lines that go on', async () => {
    const box = await start(vendor)
    const fresh = box.issue({ tier, days: 365 })
    const url = await between(box, (method) => (method === 'POST' ? { status: 503 } : 'pass'))
    const { exitCode, answer } = await lic(box, fresh, rotate(url, '--product', vendor.id))
    expect([exitCode, answer.result.report.ending, answer.error.code]).toEqual([
      54,
      'unfinished',
      'admin.fault',
    ])
    expect(answer.result.report.next.filter((line: string) => line.startsWith('lic '))).toHaveLength(2)
    expect(answer.result.report.next.join('\n')).toContain('--admin-token env:ADMIN_TOKEN')
  })

  test('a key that the product refuses changes nothing', async () => {
    const box = await start(vendor)
    const fresh = box.issue({ tier, days: 365 })
    const url = await between(box, (method) => (method === 'POST' ? { status: 422 } : 'pass'))
    const { exitCode, answer } = await lic(box, fresh, rotate(url, '--product', vendor.id))
    expect([exitCode, answer.result.report.ending]).toEqual([50, 'refused'])
  })

  test('a forged key goes nowhere', async () => {
    const box = await start(vendor)
    const { exitCode, answer } = await lic(
      box,
      box.issue({ tier, forged: true }),
      rotate(box.url, '--product', vendor.id),
    )
    expect([exitCode, answer.error.code]).toEqual([50, 'rotation.key-not-usable'])
  })

  test.each([
    ['a wrong token', 32, 'admin.denied', { env: { ADMIN_TOKEN: 'nobody' } }],
    ['no token at all', 30, 'source.unset', { env: {} }],
  ] as const)('%s is said', async (_what, exit, code, world) => {
    const box = await start(vendor)
    const { exitCode, answer } = await lic(
      box,
      box.issue({ tier }),
      rotate(box.url, '--product', vendor.id),
      world,
    )
    expect([exitCode, answer.error.code]).toEqual([exit, code])
  })

  test('a redirect is not followed: neither token nor key goes elsewhere', async () => {
    const box = await start(vendor)
    const url = await between(box, () => ({ status: 307, location: `${box.url}/v1/license` }))
    const { exitCode, answer } = await lic(box, box.issue({ tier }), rotate(url, '--product', vendor.id))
    expect([exitCode, answer.error.code]).toEqual([50, 'admin.redirect'])
  })

  test('the wrong key as the way back is refused', async () => {
    const box = await start(vendor)
    const fresh = box.issue({ tier, days: 365 })
    const { exitCode, answer } = await lic(
      box,
      fresh,
      rotate(box.url, '--product', vendor.id, '--previous', 'file:new.jwt'),
    )
    expect([exitCode, answer.error.code]).toEqual([50, 'admin.previous-differs'])
  })

  test('history says what is live, and that no key is kept', async () => {
    const box = await start(vendor)
    const argv = [
      'history',
      '--admin-url',
      box.url,
      '--admin-token',
      'env:ADMIN_TOKEN',
      '--product',
      vendor.id,
    ]
    const { exitCode, answer } = await lic(box, '', argv)
    expect(exitCode).toBe(0)
    expect(answer.result.versions).toEqual([])
    expect(answer.result.head.map(({ label }: { label: string }) => label)).toContain('live')
  })
})

test('a product that says nothing of its license proves nothing', async () => {
  const box = await start(terragnos)
  const fresh = box.issue({ tier: 'gov', days: 365 })
  const server = createServer((_request, response) => response.end('{"status":"valid"}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { answer } = await lic(box, fresh, rotate(url, '--product', 'terragnos'))
  expect(answer.result.report.proof.rung).toBe('upload only')
})

test.each([
  ['--health-url', 'http://127.0.0.1:1/health'],
  ['--create', ''],
  ['--secret', 'a'],
  ['--dotenv', '.env'],
])('%s does nothing there, and is refused', async (...words) => {
  const box = await start(terragnos)
  const argv = rotate(box.url, '--product', 'terragnos', ...words.filter((word) => word !== ''))
  const { exitCode, answer } = await lic(box, box.issue({}), argv)
  expect([exitCode, answer.error.code]).toEqual([2, 'usage.option'])
})

describe('where a token and a key would go', () => {
  test.each([
    ['http://core.example.com', 'usage.argument'],
    ['ftp://127.0.0.1', 'usage.argument'],
    ['https://user:word@core.example.com', 'usage.argument'],
    ['https://core.example.com/?x=1', 'usage.argument'],
    ['https://core.example.com/base', 'usage.argument'],
    ['core.example.com', 'usage.argument'],
  ])('%s is refused', async (url, code) => {
    const host = fakeHost({ now: NOON, env: { ADMIN_TOKEN: 't' }, files: { 'new.jwt': 'x' } })
    const exitCode = await run([...rotate(url, '--product', 'terragnos'), '--json'], host)
    expect([exitCode, JSON.parse(host.out()).error.code]).toEqual([2, code])
    expect(host.out()).not.toContain('word')
  })

  test('a token in place of its source is refused, and not shown', async () => {
    const host = fakeHost({ now: NOON, files: { 'new.jwt': 'x' } })
    const argv = [
      'rotate',
      'file:new.jwt',
      '--yes',
      '--admin-url',
      'https://a.example',
      '--admin-token',
      'hunter2hunter2',
    ]
    const exitCode = await run([...argv, '--product', 'terragnos'], host)
    expect(exitCode).toBe(2)
    expect(host.out() + host.err()).not.toContain('hunter2')
  })
})
