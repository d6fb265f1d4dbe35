import { afterEach, describe, expect, test } from 'vitest'
import { get } from '../../src/host/node-http.ts'
import { instantAt } from '../../src/model/instant.ts'
import { newRsaIssuer } from '../../src/sandbox/vendors/rsa-issuer.ts'
import { startVendor, type VendorBox } from '../../src/sandbox/vendors/start.ts'
import { VENDORS } from '../../src/sandbox/vendors/vendors.ts'
import { started } from '../sandbox/support/alphaagent.ts'
import { fakeHost } from '../support/host.ts'
import { codes, status } from './look.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
const open: Pick<VendorBox, 'close'>[] = []
afterEach(async () => {
  for (const box of open.splice(0)) await box.close()
})

const issuer = newRsaIssuer()

describe('the other products, over real sockets', () => {
  test.each(['terragnos', 'atlasai'] as const)(
    '%s says what it runs with; no API returns the key',
    async (product) => {
      for (const [days, exitCode, code] of [
        [200, 0, []],
        [20, 20, ['key.expires-soon']],
        [3, 21, ['key.expires-critical']],
        [-1, 41, ['key.expired', 'status.not-valid']],
      ] as const) {
        const box = await startVendor(VENDORS[product], { issuer, key: { days }, now: () => NOON })
        open.push(box)
        const host = { ...fakeHost({ now: NOON, env: { TOKEN: String(box.tokens.admin) } }), get }
        const seen = await status(
          { host },
          '--product',
          product,
          '--admin-url',
          box.url,
          '--admin-token',
          'env:TOKEN',
        )
        expect([days, seen.exitCode, codes(seen).filter((one) => one !== 'status.not-valid')]).toEqual([
          days,
          exitCode,
          code.filter((one) => one !== 'status.not-valid'),
        ])
        expect(host.out()).not.toContain(box.tokens.admin)
      }
    },
  )

  test('a limit of Terragnos that was hit', async () => {
    const box = await startVendor(VENDORS.terragnos, { issuer, key: { days: 200 }, now: () => NOON })
    open.push(box)
    const made = async () =>
      fetch(`${box.url}/v1/objects`, {
        method: 'POST',
        headers: { authorization: `Bearer ${box.tokens.admin}`, 'content-type': 'application/json' },
        body: '{}',
      })
    while ((await made()).status !== 403);
    const host = { ...fakeHost({ now: NOON, env: { TOKEN: String(box.tokens.admin) } }), get }
    const seen = await status(
      { host },
      '--product',
      'terragnos',
      '--admin-url',
      box.url,
      '--admin-token',
      'env:TOKEN',
    )
    expect([seen.exitCode, codes(seen)]).toEqual([22, ['status.counter']])
    expect(seen.result.runtimes[0]?.counters).toEqual([
      { name: 'license_limit_exceeded_total', why: 'object_count', count: 1 },
    ])
    const { quotas } = seen.result as unknown as { quotas: readonly Record<string, unknown>[] }
    expect(quotas.map(({ id, limit, exceeded }) => [id, limit, exceeded])).toEqual([
      ['limits.object_count', { max: 5 }, 1],
      ['limits.workflow_run_count', { max: 3 }, 0],
      ['limits.query_count', { max: 4 }, 0],
    ])
  })

  test('a token that nobody can check is unproved whatever Studio says of its ID, unless that is allowed; killed, it is bad anyway', async () => {
    const box = await started()
    open.push(box)
    const look = (...more: string[]) =>
      status(
        {
          host: {
            ...fakeHost({ now: box.now(), files: { '.env': `LICENSE_TOKEN=${box.key}\n` } }),
            get,
          },
        },
        '--product',
        'alphaagent',
        '--dotenv',
        '.env',
        '--health-url',
        `${box.url}/studio/health`,
        ...more,
      )
    const bare = await look()
    expect([bare.exitCode, codes(bare)]).toEqual([33, ['key.unverifiable']])
    const good = await look('--allow-unverifiable')
    expect([good.exitCode, good.result.findings.map(({ code }) => code)]).toEqual([0, ['key.unverifiable']])
    await box.does('disconnect')
    box.pass(25 * 3_600_000)
    const killed = await look('--allow-unverifiable')
    expect(killed.exitCode).toBe(41)
    expect(codes(killed)).toContain('status.not-valid')
  })
})
