import { generateKeyPairSync } from 'node:crypto'
import { parse as parseDotenv } from 'dotenv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import type { ProductId } from '../../src/model/decoded.ts'
import { FORMATS, type Format } from '../../src/present/render/wired.ts'
import { run } from '../../src/run.ts'
import { SAMPLES } from '../products/samples.ts'
import { fakeHost, type World } from '../support/host.ts'
import { tokensOf } from '../support/sample-keys.ts'

type Held = Readonly<Record<string, string>>
interface Service {
  readonly environment: Held
}
interface Container {
  readonly Name: string
  readonly Environment?: readonly { readonly Name: string; readonly Value: string }[]
  readonly Secrets: readonly { readonly Name: string; readonly ValueFrom: string }[]
}

const ATLAS = { license: 'ATLASAI_LICENSE_KEY', publicKey: 'CP_LICENSE_PUBLIC_KEY' }
const TERRAGNOS = { license: 'LICENSE_KEY', publicKey: 'LICENSE_PUBLIC_KEY' }
const JWT_VENDORS = [
  ['atlasai', ATLAS],
  ['terragnos', TERRAGNOS],
] as const
const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:acme/license-AbCdEf'

async function rendered(argv: readonly string[], world: World = {}): Promise<string> {
  const host = fakeHost(world)
  expect([await run(['render', ...argv], host), host.err().includes('error:')]).toEqual([0, false])
  return host.out()
}

/** Values as whatever the format is for reads them, by the names of variables or values. */
const READ: Readonly<Record<Format, (snippet: string) => Held>> = {
  'ecs-secrets': (snippet) => {
    const { environment = [], secrets } = JSON.parse(snippet)
    const all: readonly { name: string; value?: string; valueFrom?: string }[] = [...environment, ...secrets]
    return Object.fromEntries(all.map(({ name, value, valueFrom }) => [name, value ?? valueFrom ?? '']))
  },
  cloudformation: (snippet) => {
    const template = parseYaml(snippet, { customTags: TAGS })
    const [container] = template.Resources.TaskDefinition.Properties
      .ContainerDefinitions as readonly Container[]
    return Object.fromEntries([
      ...(container?.Environment ?? []).map(({ Name, Value }) => [Name, Value] as const),
      ...(container?.Secrets ?? []).map(({ Name, ValueFrom }) => [Name, ValueFrom] as const),
    ])
  },
  compose: (snippet) => {
    const services = Object.values(parseYaml(snippet).services) as readonly Service[]
    return Object.assign({}, ...services.map(({ environment }) => environment))
  },
  dotenv: (snippet) => parseDotenv(snippet),
  'helm-values': (snippet) => {
    const { license } = parseYaml(snippet)
    return { [ATLAS.publicKey]: license.publicKey, [ATLAS.license]: license.key }
  },
}

const TAGS = ['!Sub', '!Ref'].map((tag) => ({ tag, resolve: (text: string) => `${tag} ${text}` }))
const secretFor = (format: Format) =>
  format === 'ecs-secrets' || format === 'cloudformation' ? ['--secret', ARN] : []

describe.each(JWT_VENDORS)('a snippet for %s', (product, { license, publicKey }) => {
  const formats = FORMATS.filter((format) => format !== 'helm-values' || product === 'atlasai')
  const pem = tokensOf(product).publicKey.trimEnd()

  test.each(formats)('as %s gives the PEM back byte for byte, however it was given', async (format) => {
    const given = [pem, `${pem}\n`, pem.replaceAll('\n', '\r\n'), pem.replaceAll('\n', '\\n'), `"${pem}"`]
    for (const text of given) {
      const argv = ['--as', format, '--product', product, '--public-key', 'file:k.pem', ...secretFor(format)]
      const held = READ[format](await rendered(argv, { files: { 'k.pem': text } }))
      expect(held[publicKey]).toBe(pem)
    }
  })

  test.each(['dotenv', 'compose'] as const)('as %s with its value is good to lic check', async (format) => {
    const key = tokensOf(product).tokens[product === 'atlasai' ? 'operations' : 'enterprise'] ?? ''
    const argv = [
      '--as',
      format,
      '--product',
      product,
      '--public-key',
      'file:k.pem',
      '--with-value',
      'file:k.jwt',
    ]
    const snippet = await rendered(argv, { files: { 'k.pem': pem, 'k.jwt': key } })
    expect(READ[format](snippet)).toEqual({ [license]: key, [publicKey]: pem })
    const env = READ[format](snippet)
    const host = fakeHost({ env })
    expect([await run(['check', `env:${license}`], host), host.out().slice(0, 10)]).toEqual([0, 'ok    usab'])
  })

  test('a public key of any length comes back', async () => {
    for (const bits of [2048, 3072]) {
      const made = generateKeyPairSync('rsa', { modulusLength: bits }).publicKey
      const text = made.export({ type: 'spki', format: 'pem' }).toString()
      for (const format of formats) {
        const argv = ['--as', format, '--product', product, '--public-key', '-', ...secretFor(format)]
        expect(READ[format](await rendered(argv, { stdin: text }))[publicKey]).toBe(text.trimEnd())
      }
    }
  })

  test('PKCS#1 becomes what the product takes', async () => {
    const made = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const [pkcs1, spki] = (['pkcs1', 'spki'] as const).map((type) =>
      made.export({ type, format: 'pem' }).toString().trimEnd(),
    )
    const argv = ['--as', 'dotenv', '--product', product, '--public-key', '-']
    expect(READ.dotenv(await rendered(argv, { stdin: pkcs1 ?? '' }))[publicKey]).toBe(spki)
  })
})

test('no snippet without --with-value holds anything of the key that is about', async () => {
  const ids = Object.keys(SAMPLES) as readonly ProductId[]
  for (const product of ids)
    for (const format of FORMATS) {
      const key = SAMPLES[product].key('acme')
      const variable = SAMPLES[product].variable
      const pem = product === 'atlasai' || product === 'terragnos' ? ['--public-key', 'file:k.pem'] : []
      const host = fakeHost({
        env: { [variable]: key },
        stdin: key,
        files: { 'k.pem': tokensOf('atlasai').publicKey, '.env': `${variable}=${key}` },
      })
      const argv = ['render', '--as', format, '--product', product, ...pem, ...secretFor(format), '--debug']
      const code = await run(argv, host)
      expect([product, format, code]).toEqual([
        product,
        format,
        format === 'helm-values' && product !== 'atlasai' ? 2 : 0,
      ])
      const said = host.out() + host.err()
      for (const part of [key.slice(6, 30), key.slice(-24)]) expect(said.includes(part)).toBe(false)
    }
})

describe('a secret', () => {
  const name = fc.stringMatching(/^[\w/+=.@-]{1,60}$/)
  const field = fc.option(fc.stringMatching(/^[\w/+=.@-]{1,40}$/), { nil: null })

  test('by ARN stands in both forms for AWS as it was given, with its field', async () => {
    await fc.assert(
      fc.asyncProperty(name, field, async (id, json) => {
        const arn = `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${id}`
        const wanted = json === null ? arn : `${arn}:${json}::`
        const given = [`--secret=${arn}${json === null ? '' : `#${json}`}`, '--product', 'alphaagent']
        for (const format of ['ecs-secrets', 'cloudformation'] as const)
          expect(READ[format](await rendered(['--as', format, ...given]))).toEqual({ LICENSE_TOKEN: wanted })
      }),
      { numRuns: 40 },
    )
  })

  test('by name is completed by the stack, or by words in capitals', async () => {
    await fc.assert(
      fc.asyncProperty(name, field, async (id, json) => {
        const end = json === null ? '' : `:${json}::`
        const given = [`--secret=${id}${json === null ? '' : `#${json}`}`, '--product', 'alphaagent']
        const held = (format: Format) => rendered(['--as', format, ...given]).then(READ[format])
        expect(await held('ecs-secrets')).toEqual({
          LICENSE_TOKEN: `arn:aws:secretsmanager:REGION:ACCOUNT:secret:${id}${end}`,
        })
        expect(await held('cloudformation')).toEqual({
          LICENSE_TOKEN: `!Sub arn:\${AWS::Partition}:secretsmanager:\${AWS::Region}:\${AWS::AccountId}:secret:${id}${end}`,
        })
      }),
      { numRuns: 40 },
    )
  })

  test('of any other spelling gets into no snippet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (id) => {
        fc.pre(!/^[\w/+=.@#-]+$/.test(id))
        for (const format of ['ecs-secrets', 'cloudformation']) {
          const host = fakeHost()
          const argv = ['render', '--as', format, '--product', 'axonflow', `--secret=${id}`]
          const code = await run(argv, host)
          expect([id, code, host.out()]).toEqual([id, 2, ''])
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('a key with a character that a reader would take for more is not written down', async () => {
  for (const odd of ['$x', '#x', "'", '"', '\\', '`', '%x$(id)']) {
    const host = fakeHost({ files: { k: `aalk_7Gq2mT4x.n0tARealSecret0123456789${odd}abcdef` } })
    const argv = ['render', '--as', 'dotenv', '--product', 'alphaagent', '--with-value', 'file:k']
    expect([odd, await run(argv, host), host.out()]).toEqual([odd, 44, ''])
  }
})
