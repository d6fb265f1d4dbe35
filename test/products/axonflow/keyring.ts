import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Anchor, Keyring } from '../../../src/model/trust.ts'
import { publicKeyHash } from '../../../src/wire/digest.ts'

const keys = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'vectors', 'axonflow', 'axonflow-keys.json'), 'utf8'),
) as { now: string; evaluation: { pub_hex: string }; enterprise: { pub_hex: string } }

export const VECTORS_NOW = Date.parse(keys.now)

export function anchor(usage: string | null, hex: string): Anchor {
  const publicKey = { kind: 'ed25519' as const, raw: Uint8Array.from(Buffer.from(hex, 'hex')) }
  return {
    usage,
    publicKey,
    id: publicKeyHash(publicKey).slice(0, 16),
    name: `the test ${usage} key`,
    origin: 'given',
    from: '--public-key',
  }
}

export const testKeyring: Keyring = {
  anchors: [anchor('evaluation', keys.evaluation.pub_hex), anchor('enterprise', keys.enterprise.pub_hex)],
  hmac: null,
}
