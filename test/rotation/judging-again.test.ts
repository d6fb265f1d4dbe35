import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { readSettings } from '../../src/cli/settings.ts'
import type { Options } from '../../src/commands/command.ts'
import { judgingFor, placeAgain } from '../../src/commands/deploying/judging.ts'
import { readDeployOptions } from '../../src/commands/deploying/options.ts'
import type { Aws } from '../../src/host/aws-api.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { byLic } from '../../src/targets/env-file/lines.ts'
import { fakeHost } from '../support/host.ts'
import { testAnchors } from '../support/sample-keys.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .publicKey.export({ format: 'pem', type: 'spki' })
  .toString()
const [, HEX = ''] = testAnchors.enterprise.split('=')

/** What a line says again of a run that was given these options. */
async function again(options: Options, keyPlace: string | null = null) {
  const host = fakeHost({
    env: { LIC_PUBLIC_KEY: testAnchors.evaluation, ISSUER: HEX, SECRET: 'a-secret-word' },
    files: { 'rsa.pem': rsa, 'ca.pem': '-----BEGIN CERTIFICATE-----\n' },
    stdin: HEX,
    aws: { secrets: { get: async () => ({ text: JSON.stringify({ pub: HEX }) }) } } as unknown as Aws,
  })
  const settings = readSettings({ options, alsoPlatform: null, origins: [] }, host)
  const deploy = await readDeployOptions(options, settings, PRODUCTS.axonflow, host)
  const { keyring } = await judgingFor({ host, settings }, options, { keyPlace })
  return placeAgain(deploy, ['redeploy'], { settings, options, keyring })
}

const retold = async (options: Options, keyPlace: string | null = null) =>
  (await again(options, keyPlace)).ref.retold

test.each<[string, Options, readonly string[]]>([
  ['nothing was said', {}, []],
  ['a public key from a variable', { publicKey: ['env:ISSUER'] }, ['--public-key', HEX]],
  [
    'one from standard input, for a use',
    { publicKey: ['enterprise=-'] },
    ['--public-key', `enterprise=${HEX}`],
  ],
  ['an RSA key, too long for a line', { publicKey: ['@rsa.pem'] }, ['--public-key', '@rsa.pem']],
  ['the same as text', { publicKey: [rsa] }, []],
  ['where a secret is', { hmacSecret: 'env:SECRET' }, ['--hmac-secret', 'env:SECRET']],
  [
    'the rest',
    { platform: '10', product: 'axonflow', expectIdentity: 'acme', timeout: '31m', undoTimeout: '2h' },
    [
      ...['--platform', '10', '--product', 'axonflow', '--expect-identity', 'acme'],
      ...['--timeout', '31m', '--undo-timeout', '2h'],
    ],
  ],
  ['times no longer than usual', { timeout: '30m', undoTimeout: '30m' }, []],
])('%s', async (_what, options, expected) => {
  expect(await retold(options)).toEqual(expected)
})

test('a public key from the document of the license does not come to be trusted by being said again', async () => {
  const options = { publicKey: ['secret:app#pub'] }
  expect(await retold(options, 'secret app, AWSCURRENT')).toEqual([])
  expect(await retold(options)).toEqual(['--public-key', HEX])
})

test('of a file, too', async () => {
  const place = await again({
    dotenv: '.env',
    healthUrl: ['https://10.0.0.1/health'],
    healthCa: 'ca.pem',
    publicKey: ['env:ISSUER'],
    timeout: '2h',
  })
  if (place.kind !== 'env-file') throw new Error('no file')
  const where = '--dotenv .env --variable AXONFLOW_LICENSE_KEY'
  const judging = `--public-key ${HEX} --timeout 2h`
  const health = '--health-url https://10.0.0.1/health --health-ca ca.pem'
  expect(byLic(place.ref)).toEqual({
    resume: `lic rotate --resume ${where} ${health} ${judging}`,
    redeploy: `lic redeploy ${where} ${health} ${judging}`,
    abandon: `lic rotate --abandon ${where}`,
    rollback: `lic rollback ${where} ${health} ${judging}`,
    rotate: `lic rotate SOURCE ${where} ${health} ${judging}`,
    history: `lic history ${where}`,
  })
})
