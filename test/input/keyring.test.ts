import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Aws } from '../../src/host/aws-api.ts'
import { type KeyringRequest, readKeyring } from '../../src/input/keyring.ts'
import { LICENSE_VARIABLES, PRODUCT_VARIABLES } from '../../src/input/product-variables.ts'
import { exitCodeOf } from '../../src/model/codes.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { fakeHost, type World } from '../support/host.ts'
import { testAnchors } from '../support/sample-keys.ts'

const HEX = testAnchors.evaluation.replace('evaluation=', '')
const RAW = Buffer.from(HEX, 'hex')
const SHA256 = createHash('sha256').update(RAW).digest('hex')
const NOTHING: KeyringRequest = { publicKeys: [], pin: null, hmacSecret: null, region: null, profile: null }

const flags = (...texts: string[]): Partial<KeyringRequest> => ({
  publicKeys: texts.map((text) => ({ text, from: '--public-key' })),
})

const read = (request: Partial<KeyringRequest>, world: World = {}) =>
  readKeyring({ ...NOTHING, ...request }, fakeHost(world))

async function refusal(reading: Promise<unknown>) {
  try {
    await reading
  } catch (thrown) {
    if (thrown instanceof LicError) return [thrown.code, exitCodeOf(thrown), thrown.says]
    throw thrown
  }
  return null
}

describe('a keyring', () => {
  test('is empty where nothing was given', async () => {
    expect(await read({})).toEqual({ anchors: [], hmac: null })
  })

  test('holds a public key by its text, file, variable, and for its use', async () => {
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), RAW]).toString('base64')
    const pem = `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`
    const { anchors } = await read(flags(HEX, 'enterprise=@issuer.pem', 'plugin=env:ISSUER'), {
      files: { 'issuer.pem': pem },
      env: { ISSUER: `${RAW.toString('base64')}\n` },
    })
    const same = {
      publicKey: { kind: 'ed25519', raw: new Uint8Array(RAW) },
      id: SHA256.slice(0, 16),
      origin: 'given',
    }
    expect(anchors).toEqual([
      { ...same, usage: null, name: 'public key', from: '--public-key' },
      { ...same, usage: 'enterprise', name: 'enterprise public key', from: '--public-key file issuer.pem' },
      { ...same, usage: 'plugin', name: 'plugin public key', from: '--public-key $ISSUER' },
    ])
  })

  test("takes a product's own variable, for its own use", async () => {
    const env = { AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY: RAW.toString('base64') }
    const { anchors } = await read({}, { env })
    expect(anchors.map(({ usage, from }) => [usage, from])).toEqual([
      ['plugin', '$AXONFLOW_PLUGIN_CLAIMED_PUBLIC_KEY'],
    ])
  })

  test('says so of a key that lies where the license lies', async () => {
    const files = { '.env': `A=${HEX}\n`, 'other.env': `A=${HEX}\n` }
    const request = { ...flags('dotenv:.env#A', 'dotenv:other.env#A'), keyPlace: 'file .env' }
    expect((await read(request, { files })).anchors.map(({ from }) => from)).toEqual([
      '--public-key $A in file .env, from the same place as the license',
      '--public-key $A in file other.env',
    ])
    const lic = { publicKeys: [{ text: HEX, from: 'LIC_PUBLIC_KEY' }], keyPlace: 'the environment' }
    expect((await read(lic)).anchors.map(({ from }) => from)).toEqual([
      'LIC_PUBLIC_KEY, from the same place as the license',
    ])
  })

  test.each([
    ['too short', HEX.slice(2), 'an Ed25519 public key has 32 bytes, this one has 31'],
    ['of small order', '00'.repeat(32), 'it is a point of small order: signatures under it prove nothing'],
    ['no key', 'nonsense!', 'it is neither hex, base64 nor PEM'],
  ])('refuses a public key that is %s', async (_name, text, why) => {
    expect(await refusal(read(flags(text)))).toEqual(['anchor.unusable', 2, `--public-key: ${why}`])
  })

  test('refuses a private key and does not repeat it', async () => {
    const files = {
      'k.pem': '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIGsecret\n-----END PRIVATE KEY-----\n',
    }
    const said = await refusal(read(flags('file:k.pem'), { files }))
    expect(said?.slice(0, 2)).toEqual(['anchor.unusable', 2])
    expect(JSON.stringify(said)).not.toContain('MC4C')
  })

  test('refuses a use that no product has', async () => {
    expect(await refusal(read(flags(`entreprise=${HEX}`)))).toEqual([
      'usage.argument',
      2,
      '--public-key: what stands before "=" is no use of a public key',
    ])
  })

  test('holds to a pin', async () => {
    expect((await read({ ...flags(HEX), pin: SHA256.toUpperCase() })).anchors).toHaveLength(1)
    expect(await refusal(read({ ...flags(HEX), pin: 'a'.repeat(64) }))).toEqual([
      'anchor.pin',
      2,
      `--public-key: the public key with SHA-256 ${SHA256} is not the one that --pin allows`,
    ])
    expect((await refusal(read({ ...flags(HEX), pin: SHA256.slice(1) })))?.[0]).toBe('usage.argument')
    expect((await refusal(read({ pin: SHA256 })))?.[0]).toBe('usage.argument')
  })

  test('that is not there is a fault of the configuration, not a missing license', async () => {
    expect(await refusal(read(flags('env:ISSUER')))).toEqual([
      'anchor.unusable',
      2,
      '--public-key: $ISSUER is not set',
    ])
    expect(await refusal(read({ hmacSecret: 'env:S' }))).toEqual([
      'usage.argument',
      2,
      '--hmac-secret: $S is not set',
    ])
  })

  test('reads an HMAC secret from a source, never from the command line', async () => {
    const { hmac } = await read({ hmacSecret: 'env:S' }, { env: { S: 'café\n' } })
    expect(hmac).toEqual({ bytes: Buffer.from('café'), from: '$S' })
    expect((await refusal(read({ hmacSecret: 'hunter2' })))?.[0]).toBe('source.argv-key')
    expect(await refusal(read({ hmacSecret: 'env:S' }, { env: { S: '' } }))).toEqual([
      'usage.argument',
      2,
      '--hmac-secret: $S holds nothing',
    ])
  })
})

test('products and this room name the same variables and uses', () => {
  for (const [id, product] of Object.entries(PRODUCTS)) {
    const here = PRODUCT_VARIABLES[id as keyof typeof PRODUCT_VARIABLES]
    expect([...here.licenses]).toEqual([...product.variables])
    expect([...here.usages]).toEqual([...product.anchorUsages])
  }
  expect(LICENSE_VARIABLES).toEqual(Object.values(PRODUCTS).flatMap(({ variables }) => variables))
})

describe('an RSA public key', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const spki = Uint8Array.from(publicKey.export({ format: 'der', type: 'spki' }))
  const hash = createHash('sha256').update(spki).digest('hex')
  const line = pem.trimEnd().replaceAll('\n', '\\n')

  test("is taken from the products' own variables, each for its own licenses, and what was mended is said", async () => {
    const { anchors } = await read({}, { env: { LICENSE_PUBLIC_KEY: pem, CP_LICENSE_PUBLIC_KEY: line } })
    const same = { publicKey: { kind: 'rsa', spki }, id: hash.slice(0, 16), origin: 'given' }
    expect(anchors.map(({ findings, ...rest }) => [rest, findings?.map(({ code }) => code)])).toEqual([
      [{ ...same, usage: 'terragnos', name: 'terragnos public key', from: '$LICENSE_PUBLIC_KEY' }, undefined],
      [
        { ...same, usage: 'atlasai', name: 'atlasai public key', from: '$CP_LICENSE_PUBLIC_KEY' },
        ['anchor.mended'],
      ],
    ])
  })

  test('is pinned by the SHA-256 of its SPKI', async () => {
    const env = { CP_LICENSE_PUBLIC_KEY: pem }
    expect((await read({ pin: hash }, { env })).anchors).toHaveLength(1)
    expect((await refusal(read({ pin: hash.replace(/./g, '0') }, { env })))?.[0]).toBe('anchor.pin')
  })

  test('out of the document that holds the license is marked, unless it is pinned', async () => {
    const secret = JSON.stringify({ license: 'x', key: pem })
    const aws = { secrets: { get: async () => ({ text: secret }) } } as unknown as Aws
    const beside = { ...flags('secret:app#key'), keyPlace: 'secret app, AWSCURRENT' }
    expect((await read(beside, { aws })).anchors[0]?.sameDocument).toBe(true)
    expect((await read({ ...beside, pin: hash }, { aws })).anchors[0]?.sameDocument).toBeUndefined()
    expect(
      (await read({ ...beside, keyPlace: 'secret other, AWSCURRENT' }, { aws })).anchors[0]?.sameDocument,
    ).toBeUndefined()
  })

  test('for the use of another algorithm is refused', async () => {
    expect(await refusal(read(flags(`enterprise=${line}`)))).toEqual([
      'anchor.unusable',
      2,
      '--public-key: this is an RSA key, and these licenses are verified with an Ed25519 key',
    ])
  })
})
