import { expect, test } from 'vitest'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { issuerAnchors, sampleKey, sampleToken, tokensOf } from '../support/sample-keys.ts'

const NOW = instantAt(Date.UTC(2026, 10, 23, 12))
const HOUR = 3_600_000

const AXONFLOW = {
  AXONFLOW_LICENSE_KEY: sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' }),
  LIC_PUBLIC_KEY: `enterprise=${issuerAnchors.enterprise}`,
}
const TERRAGNOS = {
  LICENSE_KEY: sampleToken('terragnos', 'enterprise'),
  LICENSE_PUBLIC_KEY: tokensOf('terragnos').publicKey,
  LICENSE_STORAGE_SECRET: '0123456789abcdef0123456789abcdef',
}
const ATLASAI = {
  ATLASAI_LICENSE_KEY: sampleToken('atlasai', 'operations'),
  CP_LICENSE_PUBLIC_KEY: tokensOf('atlasai').publicKey,
}

interface Told {
  readonly env: Record<string, string>
  readonly says: unknown
  readonly date?: Instant
  readonly status?: number
}

async function doctor({ env, says, date = NOW, status = 200 }: Told) {
  const body = Buffer.from(typeof says === 'string' ? says : JSON.stringify(says))
  const get = async () => ({ status, contentType: 'application/json', body, cut: false, date })
  const host = fakeHost({ env, get, now: NOW })
  const code = await run(['doctor', '--health-url', 'http://127.0.0.1:8080/health', '--json'], host)
  const { result } = JSON.parse(host.out())
  const check = result.checks.find((one: { check: string }) => one.check === 'health')
  const clock = result.checks.find((one: { check: string }) => one.check === 'clock')
  return {
    code,
    cause: result.cause?.code ?? null,
    state: check.state,
    says: check.message,
    clock: clock.state,
  }
}

test.each([
  [
    'AxonFlow on its tier',
    AXONFLOW,
    { status: 'healthy', license_tier: 'ENT', total_nodes: 3 },
    'ok',
    null,
    0,
  ],
  ['AxonFlow, silent', AXONFLOW, { status: 'healthy' }, 'ok', null, 0],
  [
    'AxonFlow on Community',
    AXONFLOW,
    { status: 'healthy', license_tier: 'Community', total_nodes: 3 },
    'failed',
    'doctor.health-differs',
    22,
  ],
  [
    'AxonFlow with a bad license',
    AXONFLOW,
    { status: 'healthy', license: { tier: 'Enterprise', valid: false, maxNodes: 50 } },
    'failed',
    'doctor.health-differs',
    22,
  ],
  ['Terragnos on its edition', TERRAGNOS, { status: 'valid', edition: 'enterprise' }, 'ok', null, 0],
  [
    'Terragnos on another',
    TERRAGNOS,
    { status: 'valid', edition: 'gov' },
    'failed',
    'doctor.health-differs',
    22,
  ],
  [
    'Terragnos, expired',
    TERRAGNOS,
    { status: 'expired', edition: 'enterprise' },
    'failed',
    'doctor.health-differs',
    22,
  ],
  [
    'AtlasAI, invalid',
    ATLASAI,
    { license: { status: 'invalid', valid: false } },
    'failed',
    'doctor.health-differs',
    22,
  ],
  [
    'AtlasAI on its plan',
    ATLASAI,
    { license: { status: 'active', valid: true, plan_id: 'operations' } },
    'ok',
    null,
    0,
  ],
  ['a sign-in page', AXONFLOW, '<html>', 'failed', 'doctor.no-answer', 31],
])('%s', async (_name, env, says, state, cause, code) => {
  const told = await doctor({ env, says })
  expect([told.state, told.cause, told.code]).toEqual([state, cause, code])
})

test.each([
  [4 * 60_000, 'ok', 0],
  [6 * 60_000, 'failed', 22],
  [-6 * 60_000, 'failed', 22],
  [48 * HOUR, 'failed', 22],
])("a server's clock %i ms ahead", async (ahead, clock, code) => {
  const says = { status: 'healthy', license_tier: 'ENT', total_nodes: 3 }
  const told = await doctor({ env: AXONFLOW, says, date: instantAt(NOW + ahead) })
  expect([told.clock, told.code]).toEqual([clock, code])
})

test('a redirect is no answer', async () => {
  const told = await doctor({ env: AXONFLOW, says: { status: 'healthy', license_tier: 'ENT' }, status: 302 })
  expect([told.state, told.code]).toEqual(['failed', 31])
})
