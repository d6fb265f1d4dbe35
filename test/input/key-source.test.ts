import { describe, expect, test } from 'vitest'
import { type Aws, AwsTrouble, type SecretValue } from '../../src/host/aws-api.ts'
import { type Given, type ReadOptions, readKey } from '../../src/input/key-source.ts'
import { exitCodeOf } from '../../src/model/codes.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { fakeHost, type World } from '../support/host.ts'

const OPTIONS: ReadOptions = { argvKeys: 'warn', ambient: true, ask: true, region: null, profile: null }
const KEY = 'AXON-e30.AAAA'

const read = (source: string | undefined, world: World, options: Partial<ReadOptions> = {}) =>
  readKey(source, fakeHost(world), { ...OPTIONS, ...options })

const summary = ({ text, from, place, findings }: Given) => ({
  text: text.reveal(),
  from,
  place,
  codes: findings.map(({ code }) => code),
})

async function refusal(reading: Promise<unknown>) {
  try {
    await reading
  } catch (thrown) {
    if (thrown instanceof LicError) return [thrown.code, exitCodeOf(thrown), thrown.says]
    throw thrown
  }
  return null
}

function awsWith(values: Record<string, string | null | AwsTrouble>): { aws: Aws; asked: unknown[] } {
  const asked: unknown[] = []
  const get = async (id: string, which: unknown): Promise<SecretValue> => {
    asked.push([id, which])
    const value = values[id]
    if (value === undefined || value instanceof AwsTrouble)
      throw (
        value ??
        new AwsTrouble(
          'not-found',
          'secretsmanager:GetSecretValue',
          id,
          'ResourceNotFoundException',
          '',
          false,
        )
      )
    return {
      version: 'v1',
      stages: ['AWSCURRENT'],
      created: null,
      text: value,
      date: instantAt(0) as Instant,
    }
  }
  return { aws: { secrets: { get } } as unknown as Aws, asked }
}

describe('a key comes from', () => {
  test('standard input', async () => {
    expect(summary(await read('-', { stdin: KEY }))).toEqual({
      text: KEY,
      from: 'standard input',
      place: null,
      codes: [],
    })
  })

  test('a file, without the line break at its end, which is said', async () => {
    for (const end of ['\n', '\r\n'])
      expect(summary(await read('@key.txt', { files: { 'key.txt': KEY + end } }))).toEqual({
        text: KEY,
        from: 'file key.txt',
        place: null,
        codes: ['source.newline'],
      })
  })

  test('a variable, byte for byte', async () => {
    expect(summary(await read('env:A', { env: { A: `${KEY}é` } }))).toEqual({
      text: `${KEY}\xc3\xa9`,
      from: '$A',
      place: 'the environment',
      codes: [],
    })
  })

  test('a dotenv file, as dotenv reads it', async () => {
    const files = { '.env': `OTHER=1\nexport LICENSE="${KEY}" # ours\n` }
    expect(summary(await read('dotenv:.env#LICENSE', { files }))).toEqual({
      text: KEY,
      from: '$LICENSE in file .env',
      place: 'file .env',
      codes: [],
    })
    expect(await refusal(read('dotenv:.env#toString', { files }))).toEqual([
      'source.unset',
      30,
      '$toString in file .env is not set',
    ])
  })

  test('a secret, by stage or version, whole or one field', async () => {
    const { aws, asked } = awsWith({ a: KEY, b: `{"x":1,"license":"${KEY}"}` })
    expect(summary(await read('secret:a?version=v7', { aws }))).toEqual({
      text: KEY,
      from: 'secret a, version v7',
      place: null,
      codes: [],
    })
    expect(summary(await read('secret:b#license', { aws }))).toEqual({
      text: KEY,
      from: 'secret b, field license, AWSCURRENT',
      place: 'secret b, AWSCURRENT',
      codes: [],
    })
    expect(asked).toEqual([
      ['a', { version: 'v7' }],
      ['b', { stage: 'AWSCURRENT' }],
    ])
  })

  test('the command line, with a warning, or not at all', async () => {
    expect(summary(await read(KEY, {}))).toEqual({
      text: KEY,
      from: 'the command line',
      place: null,
      codes: ['source.argv-key'],
    })
    expect(await refusal(read(KEY, {}, { argvKeys: 'refuse' }))).toEqual([
      'source.argv-key',
      2,
      'a key on the command line can be read by other users; this command does not take one',
    ])
  })

  test("the product's own variable, when nothing is named", async () => {
    const env = { AXONFLOW_LICENSE_KEY: KEY }
    expect(summary(await read(undefined, { env }))).toMatchObject({
      text: KEY,
      from: '$AXONFLOW_LICENSE_KEY',
    })
    expect(await refusal(read(undefined, { env }, { ambient: false }))).toEqual([
      'source.unset',
      30,
      'no key: no source was named',
    ])
  })

  test('a hidden prompt, on a terminal that may be asked', async () => {
    const host = fakeHost({ terminal: true, typed: [KEY] })
    expect(summary(await readKey(undefined, host, OPTIONS))).toMatchObject({ text: KEY, from: 'the prompt' })
    expect(host.unused()).toEqual([])
    expect(await refusal(read(undefined, { terminal: true, typed: [null] }))).toEqual([
      'usage.interrupted',
      130,
      'no key was typed',
    ])
    expect(await refusal(read(undefined, { terminal: true }, { ask: false }))).toEqual([
      'source.unset',
      30,
      'no key: no source was named, and none of $AXONFLOW_LICENSE_KEY, $LICENSE_KEY, $ATLASAI_LICENSE_KEY, $LICENSE_TOKEN is set',
    ])
  })
})

describe('no key', () => {
  test('unset and empty are two things', async () => {
    expect(await refusal(read('env:A', {}))).toEqual(['source.unset', 30, '$A is not set'])
    expect(summary(await read('env:A', { env: { A: '' } }))).toMatchObject({
      text: '',
      codes: ['source.empty'],
    })
    expect(summary(await read('-', { stdin: '\n' }))).toMatchObject({ text: '', codes: ['source.empty'] })
    expect(summary(await read(undefined, { env: { AXONFLOW_LICENSE_KEY: '' } }))).toMatchObject({
      text: '',
      from: '$AXONFLOW_LICENSE_KEY',
    })
  })

  test('what cannot be read says why', async () => {
    expect(await refusal(read('file:no.txt', {}))).toEqual([
      'source.unreadable',
      2,
      'cannot read file no.txt: there is no such file',
    ])
    const { aws } = awsWith({ bin: null, text: KEY, twice: '{"a":"1","a":"2"}' })
    expect(await refusal(read('secret:bin', { aws }))).toEqual([
      'source.field',
      2,
      'secret bin, AWSCURRENT is binary; a license key is text',
    ])
    expect(await refusal(read('secret:text#a', { aws }))).toEqual([
      'source.field',
      2,
      'secret text, field a, AWSCURRENT: the secret is not a JSON object',
    ])
    expect(await refusal(read('secret:twice#a', { aws }))).toEqual([
      'source.field',
      2,
      'secret twice, field a, AWSCURRENT: the document has that field twice',
    ])
    expect(await refusal(read('secret:none', { aws }))).toEqual([
      'aws.not-found',
      2,
      'secretsmanager:GetSecretValue does not find none',
    ])
  })

  test('more than 1 MiB is no key', async () => {
    expect(await refusal(read('-', { stdin: 'A'.repeat((1 << 20) + 1) }))).toEqual([
      'key.too-large',
      44,
      'standard input is larger than 1 MiB; no runtime can be given such a key',
    ])
  })

  test('another Region than that of the ARN is refused before anything is asked', async () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:a'
    expect(await refusal(read(`secret:${arn}`, {}, { region: 'us-east-1' }))).toEqual([
      'usage.argument',
      2,
      'the secret is in eu-west-1, and --region says us-east-1',
    ])
  })
})

describe('a key pasted where a name belongs is not repeated', () => {
  const secret = 'AXON-eyJzZWNyZXQiOiJ4In0.c2lnbmF0dXJl'
  test.each([
    `file:${secret}`,
    `@${secret}`,
    `env:${secret}`,
    `dotenv:${secret}#A`,
    `dotenv:x#${secret}`,
    `secret:${secret}`,
  ])('%s', async (source) => {
    const { aws } = awsWith({})
    const said = await refusal(read(source, { aws, files: { x: '' } }))
    expect(said).not.toBeNull()
    expect(JSON.stringify(said)).not.toMatch(/eyJ|c2lnb/)
  })
})
