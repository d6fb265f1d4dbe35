import { expect, test } from 'vitest'
import { axonflow } from '../../../src/products/axonflow/product.ts'
import { publicKeyHash } from '../../../src/wire/digest.ts'

test('the built-in public keys are the published ones, and their ids belong to them', () => {
  expect(
    axonflow.builtInAnchors.map(({ usage, publicKey, id }) => [
      usage,
      publicKey.kind === 'ed25519' && Buffer.from(publicKey.raw).toString('hex'),
      id === publicKeyHash(publicKey).slice(0, 16),
    ]),
  ).toEqual([
    ['evaluation', '99bed4d7a250d8a08b2a79714f52f059d579a07af8163f3e854f4b5e7ff62a85', true],
    ['enterprise', '48acd8d132af9d4fef3e6a9249b6db2fe8072145d2af2cfb42b8c7221e04a4b6', true],
  ])
})
