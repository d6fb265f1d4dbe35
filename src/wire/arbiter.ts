import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { Point } from '@noble/ed25519'

const { n: ORDER } = Point.CURVE()
const BITS = 253

/**
 * Ed25519 verification exactly as Go's `crypto/ed25519`: cofactorless, S below the group order, A decoded
 * leniently, the encoding of S·B − k·A compared with R byte by byte. Some milliseconds: the exact opinion
 * where the platform's verifier is known to differ.
 */
export function arbitrate(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const r = signature.subarray(0, 32)
  const s = fromLittleEndian(signature.subarray(32))
  if (s >= ORDER) return false
  const negatedA = pointAt(publicKey)?.negate()
  if (!negatedA) return false
  const digest = createHash('sha512').update(r).update(publicKey).update(message).digest()
  const sum = combine(s, fromLittleEndian(digest) % ORDER, negatedA)
  return Buffer.compare(sum.toBytes(), r) === 0
}

/** s·B + k·P, double and add over both at once: no table is worth building for one verification. */
function combine(s: bigint, k: bigint, point: Point): Point {
  const both = Point.BASE.add(point)
  let sum = Point.ZERO
  for (let bit = BigInt(BITS - 1); bit >= 0n; bit--) {
    sum = sum.double()
    const ofS = (s >> bit) & 1n
    const ofK = (k >> bit) & 1n
    if (ofS && ofK) sum = sum.add(both)
    else if (ofS) sum = sum.add(Point.BASE)
    else if (ofK) sum = sum.add(point)
  }
  return sum
}

function pointAt(bytes: Uint8Array): Point | null {
  try {
    return Point.fromBytes(bytes, true)
  } catch {
    return null
  }
}

const fromLittleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
