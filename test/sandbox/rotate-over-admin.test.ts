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
const open: VendorBox[] = []
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

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
  return { code, said, ending: JSON.parse(host.out()).result.report?.ending, log: box.log.slice(1) }
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

  test('replicas that differ before it begins are made one', async () => {
    const { code, ending } = await rotate(
      'terragnos',
      { memoryOnly: true, replicas: 2 },
      'admin',
      async (box) => {
        const headers = { authorization: `Bearer ${box.tokens.admin}`, 'content-type': 'application/json' }
        const body = JSON.stringify({ licenseKey: box.issue({ days: 90 }) })
        await fetch(`${box.url}/v1/license`, { headers })
        const { status } = await fetch(`${box.url}/v1/license`, { method: 'POST', headers, body })
        expect(status).toBe(200)
        return box.url
      },
    )
    expect([code, ending]).toEqual([0, 'done'])
  })

  test('where one of them says yes and keeps the old key, both are taken back to it', async () => {
    let turn = 0
    const { code, ending, log, said } = await rotate('terragnos', {}, 'admin', async (box) => {
      const deaf = await startVendor(VENDORS.terragnos, { now: () => NOON, issuer })
      open.push(deaf)
      const server = createServer(async (request, response) => {
        const toDeaf = turn++ % 2 === 1
        const body = Buffer.concat(await request.toArray())
        const authorization = `Bearer ${(toDeaf ? deaf : box).tokens.admin}`
        const answer = await fetch((toDeaf ? deaf : box).url + request.url, {
          method: toDeaf ? 'GET' : (request.method ?? 'GET'),
          headers: { authorization, 'content-type': 'application/json' },
          ...(request.method === 'POST' && !toDeaf ? { body } : {}),
        })
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      open.push({ ...box, close: () => new Promise((resolve) => server.close(() => resolve())) })
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    expect([code, ending, said.includes('"health.differs"')]).toEqual([51, 'undone', true])
    expect(log.length).toBeLessThanOrEqual(18)
  })
})
