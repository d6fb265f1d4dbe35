import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import type { Keyring } from '../../src/model/trust.ts'
import { readyProducts } from '../../src/products/registry.ts'
import { judge } from '../../src/verdict/judge.ts'
import { described } from '../products/axonflow/in-go.ts'
import { anchor } from '../products/axonflow/keyring.ts'
import { Dice, ISSUERS, someKey } from './generator.ts'
import { secondOpinion } from './second-opinion.ts'

const rawHex = (key: (typeof ISSUERS)['evaluation']): string =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12).toString('hex')

const NOW = Date.UTC(2026, 10, 22, 12)
const evaluation = rawHex(ISSUERS.evaluation)
const enterprise = rawHex(ISSUERS.enterprise)
const keyring: Keyring = {
  anchors: [anchor('evaluation', evaluation), anchor('enterprise', enterprise)],
  hmac: null,
}
const options = { now: instantAt(NOW), keyring, rules: { platform: '10' } }

await readyProducts()

const RUNS = Number(process.env.DIFFERENTIAL ?? 20_000)
const SEED = Number(process.env.DIFFERENTIAL_SEED ?? 20261122)

test(`${RUNS} generated keys get the same verdict from an independent reading of the rules (seed ${SEED})`, () => {
  const dice = new Dice(SEED)
  const seen: Record<string, number> = {}
  for (let run = 0; run < RUNS; run++) {
    const key = someKey(dice, NOW)
    const other = secondOpinion(key, { evaluation, enterprise, now: NOW })
    const ours = described(judge(new KeyText(key), options), other.reason)
    seen[other.reason] = (seen[other.reason] ?? 0) + 1
    const same =
      ours.reason === other.reason &&
      ours.tier === other.tier &&
      ours.identity === other.identity &&
      ours.identity_tenant === other.tenant &&
      ours.expires.replaceAll('-', '') === other.expires &&
      (ours.service ?? '') === other.service &&
      JSON.stringify(ours.permissions ?? []) === JSON.stringify(other.permissions)
    if (!same)
      expect({ run, key: Buffer.from(key, 'latin1').toString('base64'), ours }).toEqual({ run, other })
  }
  expect(Object.keys(seen).sort()).toEqual(
    [
      '',
      'audience',
      ...(seen.empty ? ['empty'] : []),
      'empty-payload',
      'expired',
      'expiry-format',
      'grace',
      'no-dot',
      'payload-base64',
      'payload-json',
      'prefix',
      'signature',
      'signature-base64',
      'signature-length',
      'tier',
      'v2-format',
    ].sort(),
  )
  expect(seen[''] ?? 0).toBeGreaterThan(RUNS / 4)
})
