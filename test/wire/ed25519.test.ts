import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { arbitrate } from '../../src/wire/arbiter.ts'
import { readyArbiter, verifyEd25519 } from '../../src/wire/ed25519.ts'

const VECTORS = join(import.meta.dirname, '..', '..', '..', 'shared', 'vectors')
const WYCHEPROOF = join(VECTORS, 'ed25519_test.json')
const SPECCHECK = join(VECTORS, 'speccheck_cases.json')
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
const named = (name: string, path: string) =>
  existsSync(path) ? name : `${name} (skipped: the vectors are not here)`

interface Wycheproof {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string }
    readonly tests: readonly {
      readonly tcId: number
      readonly msg: string
      readonly sig: string
      readonly result: string
    }[]
  }[]
}

/** What Go answers to the twelve cases of "Taming the many EdDSAs". */
const GO_SPECCHECK = [true, true, true, true, false, false, false, false, false, false, false, true]

test('on which platforms differ is not judged by a guess: without the arbiter there is no answer', async () => {
  const publicKey = hex('d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737')
  expect(() => verifyEd25519(publicKey, hex('01'), NEUTRAL)).toThrow('the arbiter was not made ready')
  await readyArbiter()
  expect(verifyEd25519(publicKey, hex('01'), NEUTRAL)).toBe(false)
})

describe('an Ed25519 signature', () => {
  beforeAll(() => readyArbiter())

  test.skipIf(!existsSync(WYCHEPROOF))(named('is judged as Wycheproof says, 151 times', WYCHEPROOF), () => {
    const { testGroups } = JSON.parse(readFileSync(WYCHEPROOF, 'utf8')) as Wycheproof
    const cases = testGroups.flatMap(({ publicKey, tests }) =>
      tests.map((one) => ({ ...one, publicKey: hex(publicKey.pk) })),
    )
    expect(cases).toHaveLength(151)
    const wanted = cases.map(({ tcId, result }) => [tcId, result === 'valid'])
    const by = (verify: typeof verifyEd25519) =>
      cases.map(({ tcId, publicKey, msg, sig }) => [tcId, verify(publicKey, hex(msg), hex(sig))])
    expect(by(verifyEd25519)).toEqual(wanted)
    expect(by(arbitrate)).toEqual(wanted)
  })

  test.skipIf(!existsSync(SPECCHECK))(
    named('of the twelve odd kinds is judged as Go does', SPECCHECK),
    () => {
      const cases: { message: string; pub_key: string; signature: string }[] = JSON.parse(
        readFileSync(SPECCHECK, 'utf8'),
      )
      const by = (verify: typeof verifyEd25519) =>
        cases.map(({ message, pub_key, signature }) => verify(hex(pub_key), hex(message), hex(signature)))
      expect(by(arbitrate)).toEqual(GO_SPECCHECK)
      expect(by(verifyEd25519)).toEqual(GO_SPECCHECK)
    },
  )

  test('with R the neutral point, by an honest key, is accepted as Go accepts it, on every Node', () => {
    const publicKey = hex('d04ab232742bb4ab3a1368bd4615e4e6d0224ab71a016baf8520a332c9778737')
    expect([verifyEd25519(publicKey, hex('00'), NEUTRAL), arbitrate(publicKey, hex('00'), NEUTRAL)]).toEqual([
      true,
      true,
    ])
    expect(verifyEd25519(publicKey, hex('01'), NEUTRAL)).toBe(false)
  })

  test('of the wrong length, or under a key of the wrong length, is no signature', () => {
    const key = new Uint8Array(32)
    for (const [k, s] of [
      [31, 64],
      [33, 64],
      [32, 63],
      [32, 65],
      [0, 0],
    ] as const) {
      expect(verifyEd25519(new Uint8Array(k), key, new Uint8Array(s))).toBe(false)
      expect(arbitrate(new Uint8Array(k), key, new Uint8Array(s))).toBe(false)
    }
  })

  test('under bytes that are no point is none', () => {
    const notAPoint = hex(`02${'00'.repeat(31)}`)
    expect(verifyEd25519(notAPoint, new Uint8Array(3), new Uint8Array(64))).toBe(false)
    expect(arbitrate(notAPoint, new Uint8Array(3), new Uint8Array(64))).toBe(false)
  })
})

const NEUTRAL = hex(
  '0100000000000000000000000000000000000000000000000000000000000000334e887f8877e48c75ba048a99dec3d46a5ff22a5b5db970fd8f8c50e110970a',
)
