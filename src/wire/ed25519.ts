import { Buffer } from 'node:buffer'
import { createPublicKey, type KeyObject, verify } from 'node:crypto'

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** The y coordinates, little-endian, of every point of order 1, 2, 4 or 8, the two non-canonical spellings included. */
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

const keys = new WeakMap<Uint8Array, KeyObject | null>()

/**
 * Whether Go's `crypto/ed25519.Verify` accepts the signature. The platform decides; newer ones refuse
 * points of small order that Go accepts, and there the exact arbiter has the last word.
 *
 * @param publicKey 32 raw bytes, not changed afterwards: its key object is kept
 * @throws where the arbiter has to decide, and was not made ready: an answer would be a guess
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = keyOf(publicKey)
  if (key && verify(null, message, key, signature)) return true
  if (!isContested(signature) && !isContested(publicKey)) return false
  if (arbitrate === null) throw new Error('the arbiter was not made ready')
  return arbitrate(publicKey, message, signature)
}

let arbitrate: typeof verifyEd25519 | null = null

/** Loads the exact arbiter; awaited before a contested signature is verified. */
export async function readyArbiter(): Promise<void> {
  arbitrate ??= (await import('./arbiter.ts')).arbitrate
}

function keyOf(publicKey: Uint8Array): KeyObject | null {
  let key = keys.get(publicKey)
  if (key === undefined) {
    key = importKey(publicKey)
    keys.set(publicKey, key)
  }
  return key
}

function importKey(publicKey: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/** Whether platforms differ on a signature, or on what a public key verifies: it begins with a point of small order, its sign bit apart. */
export function isContested(bytes: Uint8Array): boolean {
  if (bytes.length < 32) return false
  const y = Buffer.from(bytes.subarray(0, 32))
  y[31] = (y[31] ?? 0) & 0x7f
  return SMALL_ORDER.has(y.toString('hex'))
}
