import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { get, post } from '../../src/host/node-http.ts'
import { instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { newRsaIssuer } from '../../src/sandbox/vendors/rsa-issuer.ts'
import { startVendor, type VendorBox, type VendorOptions } from '../../src/sandbox/vendors/start.ts'
import type { VendorId } from '../../src/sandbox/vendors/vendor.ts'
import { VENDORS } from '../../src/sandbox/vendors/vendors.ts'
import { fakeHost } from '../support/host.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))

const issuer = newRsaIssuer()
const open: Pick<VendorBox, 'close'>[] = []
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

interface Asked {
  readonly method: string
  readonly path: string
}

/** The same question to a product. */
async function forward(box: VendorBox, { method, path }: Asked, body?: string) {
  const headers = { authorization: `Bearer ${box.tokens.admin}`, 'content-type': 'application/json' }
  const answer = await fetch(box.url + path, {
    method,
    headers,
    ...(method === 'POST' && body !== undefined ? { body } : {}),
  })
  return { status: answer.status, body: await answer.text() }
}

/** Something in front of products, which chooses the answer. */
async function between(
  answers: (request: Asked, body: string) => ReturnType<typeof forward>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const sent = Buffer.concat(await request.toArray()).toString()
    const { status, body } = await answers({ method: request.method ?? '', path: request.url ?? '' }, sent)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** `lic rotate` over a real socket, with the key that the product began with to go back to. */
async function rotate(
  product: VendorId,
  options: VendorOptions = {},
  as = 'admin',
  front?: (box: VendorBox) => Promise<string>,
) {
  const box = await startVendor(VENDORS[product], { now: () => NOON, issuer, ...options })
  open.push(box)
  const fresh = box.issue({ tier: 'gov' })
  const files = { 'new.jwt': fresh, 'old.jwt': box.key, token: box.tokens[as] ?? '' }
  const env = { [VENDORS[product].publicKeyVariable]: box.publicKey }
  const host = { ...fakeHost({ now: NOON, env, files }), get, post }
  const where = [
    '--admin-url',
    (await front?.(box)) ?? box.url,
    '--admin-token',
    'file:token',
    '--previous',
    'file:old.jwt',
  ]
  const code = await run(['rotate', 'file:new.jwt', '--product', product, ...where, '--yes', '--json'], host)
  const said = host.out() + host.err()
  expect([fresh, box.key, files.token].filter((secret) => said.includes(secret))).toEqual([])
  const live = async () => (await forward(box, { method: 'GET', path: '/v1/license' })).body
  return { code, said, live, ending: JSON.parse(host.out()).result.report?.ending, log: box.log.slice(1) }
}

describe('lic rotate --admin-url', () => {
  test('Terragnos core runs on the new key, and says so', async () => {
    const { code, ending, log } = await rotate('terragnos')
    expect([code, ending, log]).toEqual([0, 'done', ['license installed and stored, encrypted']])
  })

  test.each([20, -10, -45, -70])('an AtlasAI Tenant Plane with %d days left takes one', async (days) => {
    const { code, ending, log } = await rotate('atlasai', { key: { days } })
    expect([code, ending, log]).toEqual([
      0,
      'done',
      ['[license] Loaded from upload: status=active, days_remaining=365'],
    ])
  })

  test.each([['terragnos'], ['atlasai']] as const)(
    '%s: the token of a member changes nothing',
    async (product) => {
      const { code, said, ending, log } = await rotate(product, {}, 'member')
      expect([code, ending, log, said.includes('"admin.denied"')]).toEqual([32, undefined, [], true])
    },
  )

  test.each([2, 3, 5])('%d replicas that hold it in memory alone are each reached', async (replicas) => {
    const { code, ending, said, log } = await rotate('terragnos', { memoryOnly: true, replicas })
    expect([code, ending, said.includes('since replicas answered differently')]).toEqual([0, 'done', true])
    expect(log.length).toBeGreaterThanOrEqual(replicas)
  })

  test.each([2, 4])(
    '%d replicas of which one has another key before it begins are made one',
    async (replicas) => {
      const { code, ending } = await rotate(
        'terragnos',
        { memoryOnly: true, replicas },
        'admin',
        async (box) => {
          await forward(box, { method: 'GET', path: '/v1/license' })
          const body = JSON.stringify({ licenseKey: box.issue({ days: 90 }) })
          const { status } = await forward(box, { method: 'POST', path: '/v1/license' }, body)
          expect(status).toBe(200)
          return box.url
        },
      )
      expect([code, ending]).toEqual([0, 'done'])
    },
  )

  test("an answer without an expiry is not taken for somebody else's key", async () => {
    let posts = 0
    const { code, ending } = await rotate('terragnos', {}, 'admin', async (box) =>
      between(async (request, body) => {
        const answer = await forward(box, request, body)
        if (request.method === 'POST') posts++
        if (posts === 0) return answer
        const view = Object.entries(JSON.parse(answer.body)).filter(([name]) => !/expir/i.test(name))
        return { ...answer, body: JSON.stringify(Object.fromEntries(view)) }
      }),
    )
    expect([code, ending]).toEqual([0, 'done'])
  })

  test.each([
    [{}, 1],
    [{ memoryOnly: true, replicas: 2 }, 1],
    [{ memoryOnly: true, replicas: 2 }, 2],
  ])(
    'what somebody else uploads meanwhile is neither replaced nor taken back: %j, after %d',
    async (options, after) => {
      let [theirs, posts] = ['', 0]
      const { code, ending, said, live } = await rotate('terragnos', options, 'admin', async (box) => {
        theirs = box.issue({ days: 90 })
        return between(async (request, body) => {
          const answer = await forward(box, request, body)
          if (request.method === 'POST' && ++posts === after)
            await forward(box, request, JSON.stringify({ licenseKey: theirs }))
          return answer
        })
      })
      expect([code, ending, said.includes('"admin.changed"')]).toEqual([53, 'overtaken', true])
      expect(posts).toBe(after)
      expect((await live()) + (await live())).toContain('2027-02-21T12:00:00')
    },
  )

  test('where one of them says yes and keeps the old key, both are taken back to it', async () => {
    let turn = 0
    const { code, ending, log, said } = await rotate('terragnos', {}, 'admin', async (box) => {
      const deaf = await startVendor(VENDORS.terragnos, { now: () => NOON, issuer })
      open.push(deaf)
      return between((request, body) =>
        turn++ % 2 === 1 ? forward(deaf, { ...request, method: 'GET' }) : forward(box, request, body),
      )
    })
    expect([code, ending, said.includes('"health.differs"')]).toEqual([51, 'undone', true])
    expect(log.length).toBeLessThanOrEqual(18)
  })
})
