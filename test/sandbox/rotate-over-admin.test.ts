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
async function rotate(product: VendorId, options: VendorOptions = {}, as = 'admin') {
  const box = await startVendor(VENDORS[product], { now: () => NOON, issuer, ...options })
  open.push(box)
  const fresh = box.issue({ tier: 'gov' })
  const files = { 'new.jwt': fresh, 'old.jwt': box.key, token: box.tokens[as] ?? '' }
  const env = { [VENDORS[product].publicKeyVariable]: box.publicKey }
  const host = { ...fakeHost({ now: NOON, env, files }), get, post }
  const where = ['--admin-url', box.url, '--admin-token', 'file:token', '--previous', 'file:old.jwt']
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
      expect([code, ending, log, said.includes('"admin.denied"')]).toEqual([50, undefined, [], true])
    },
  )

  test('a key that only one of two replicas holds is not taken for done', async () => {
    const { code, ending, log } = await rotate('terragnos', { memoryOnly: true, replicas: 2 })
    expect([code, ending, log]).toEqual([
      52,
      'stranded',
      ['license installed, in memory alone', 'license installed, in memory alone'],
    ])
  })
})
