import { type Instant, instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import type { Keyring } from '../../src/model/trust.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { readyProducts } from '../../src/products/registry.ts'
import { type JudgeOptions, judge } from '../../src/verdict/judge.ts'
import { testKeyring } from '../products/axonflow/keyring.ts'
import { sampleKey } from '../support/sample-keys.ts'

await readyProducts()

export const NOW: Instant = instantAt(Date.UTC(2026, 10, 23, 12))

export const GOOD = sampleKey({
  id: 'lic-1',
  tier: 'Enterprise',
  deployment_id: 'acme-prod',
  org_id: 'acme-prod',
  issued_at: '20261023',
  expires_at: '20270918',
  aud: 'axonflow.self_hosted.full',
})

export interface Asked {
  readonly now?: Instant
  readonly platform?: string | null
  readonly keyring?: Keyring
  readonly within?: Pick<JudgeOptions, 'warnWithin' | 'critWithin'>
}

export const judged = (key: string, asked: Asked = {}): Verdict =>
  judge(new KeyText(key), {
    now: asked.now ?? NOW,
    rules: { platform: asked.platform ?? null },
    keyring: asked.keyring ?? testKeyring,
    ...asked.within,
  })

/** A verdict as lines: its kind and exit code, then each finding. */
export const told = (verdict: Verdict): readonly string[] => [
  `${verdict.kind} ${verdict.exitCode}`,
  ...verdict.findings.map(({ severity, code, says }) => `${severity} ${code}: ${says}`),
]

export const hmacKey = (payload: Record<string, unknown>, digits = '0a1b2c3d'): string =>
  `AXON-V2-${Buffer.from(JSON.stringify(payload)).toString('base64url')}-${digits}`
