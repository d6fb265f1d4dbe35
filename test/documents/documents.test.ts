import { parse } from 'dotenv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { WANTED } from '../../src/commands/check/wanted.ts'
import type { Found } from '../../src/input/documents/found.ts'
import { readDocument } from '../../src/input/documents/read-document.ts'

const NAME = 'AXONFLOW_LICENSE_KEY'
const KEY = 'AXON-eyJ0aWVyIjoiRW50ZXJwcmlzZSJ9.c2lnbmF0dXJl'

const read = (name: string | null, text: string): readonly Found[] => {
  const reading = readDocument(name, text, WANTED)
  return reading.kind === 'key' ? [] : reading.found
}

/** What stands at the place that was reported. */
const at = (text: string, { line, column }: Found): string =>
  (text.split('\n')[line - 1] ?? '').slice(column - 1)

const values = (found: readonly Found[]) =>
  found.flatMap((one) => (one.kind === 'value' ? [[one.text, one.inside, one.plain]] : []))

/** Every way a document may hold the key, and where it says it stands. */
const DOCUMENTS: readonly (readonly [
  name: string,
  document: unknown,
  inside: string | null,
  plain: boolean,
])[] = [
  ['compose.yml', { services: { agent: { environment: { [NAME]: KEY } } } }, 'service agent', true],
  ['compose.yml', { services: { agent: { environment: [`${NAME}=${KEY}`] } } }, 'service agent', true],
  [
    'x.yaml',
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { any: KEY } },
    'Secret s',
    false,
  ],
  [
    'x.yaml',
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { any: Buffer.from(KEY).toString('base64') },
    },
    'Secret s',
    false,
  ],
  [
    'x.yaml',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { [NAME]: KEY } },
    'ConfigMap c',
    true,
  ],
  [
    'x.yaml',
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'd' },
      spec: { template: { spec: { initContainers: [{ name: 'i', env: [{ name: NAME, value: KEY }] }] } } },
    },
    'container i of StatefulSet d',
    true,
  ],
  [
    'task.json',
    { family: 'f', containerDefinitions: [{ name: 'a', environment: [{ name: NAME, value: KEY }] }] },
    'container a of task definition f',
    true,
  ],
  [
    'task.json',
    { taskDefinition: { containerDefinitions: [{ name: 'a', environment: [{ name: NAME, value: KEY }] }] } },
    'container a of the task definition',
    true,
  ],
  [
    'stack.json',
    {
      Resources: {
        T: {
          Type: 'AWS::ECS::TaskDefinition',
          Properties: { ContainerDefinitions: [{ Name: 'a', Environment: [{ Name: NAME, Value: KEY }] }] },
        },
      },
    },
    'container a of AWS::ECS::TaskDefinition T',
    true,
  ],
  [
    'stack.json',
    { Resources: { S: { Type: 'AWS::SecretsManager::Secret', Properties: { SecretString: KEY } } } },
    'AWS::SecretsManager::Secret S',
    false,
  ],
  ['stack.json', { Parameters: { P: { Default: KEY } }, Resources: {} }, 'default of parameter P', true],
  ['values.yaml', { agent: { env: { [NAME]: KEY } } }, null, false],
  ['values.yaml', [{ name: NAME, value: KEY }], null, false],
  ['any.json', { license: KEY }, null, false],
]

/** The same document as people and programs write it. */
const SPELLINGS: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, '\t'),
  (value) => `\u{feff}${JSON.stringify(value, null, 2)}`.replaceAll('\n', '\r\n'),
  (value) => stringify(value, { lineWidth: 0 }),
  (value) => `# é 😀\n---\n${stringify(value, { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE' })}`,
  (value) => stringify(value, { lineWidth: 0, defaultStringType: 'BLOCK_LITERAL' }),
  (value) => `a: 1\n--- \n${stringify(value, { lineWidth: 0, collectionStyle: 'flow' })}`,
]

describe('a key in a document', () => {
  test.each(DOCUMENTS.map((one) => [one[0], JSON.stringify(one[1]).replace(KEY, 'KEY'), one] as const))(
    '%s %s',
    (_name, _text, [name, document, inside, plain]) => {
      for (const spell of SPELLINGS) {
        const text = spell(document)
        const found = read(name, text)
        expect([text, values(found)]).toEqual([text, [[expect.stringContaining(KEY), inside, plain]]])
        const [only] = found
        expect(only && at(text, only)).toMatch(/^(?:AXON-|QVhPTi)/)
      }
    },
  )

  test('what is filled in later is a reference', () => {
    const references = (name: string, text: string) =>
      read(name, text).map((one) => (one.kind === 'reference' ? one.to : one.kind))
    expect(references('compose.yml', `services: { a: { environment: { ${NAME}: "\${X}" } } }`)).toEqual([
      `$${'{X}'}`,
    ])
    expect(references('values.yml', `${NAME}: "{{ .Values.key }}"`)).toEqual(['{{ .Values.key }}'])
    const cfn = (value: string) =>
      `Resources: { T: { Properties: { ContainerDefinitions: [{ Name: a, Environment: [{ Name: ${NAME}, Value: ${value} }] }] } } }`
    for (const [value, to] of [
      ['!Ref Key', '!Ref Key'],
      [`!Sub "$${'{Key}'}"`, `!Sub $${'{Key}'}`],
      ['!Join ["", [a, b]]', '!Join'],
      ['{ Ref: Key }', 'Ref Key'],
      ['{ "Fn::GetAtt": [a, b] }', 'Fn::GetAtt '],
      ['"{{resolve:secretsmanager:x}}"', '{{resolve:secretsmanager:x}}'],
    ] as const)
      expect(references('stack.yml', cfn(value))).toEqual([to])
    expect(values(read('stack.yml', cfn(`!Sub ${KEY}`)))).toEqual([[KEY, 'container a of resource T', true]])
  })

  test('aliases and merges lead to where the key stands, once', () => {
    const text = `x: &x { ${NAME}: &k ${KEY} }\nservices:\n  a: { environment: *x }\n  b: { environment: { <<: *x } }\n  c: { environment: { ${NAME}: *k } }\n  d: { environment: { <<: *x, ${NAME}: other } }\n`
    expect(values(read('compose.yml', text))).toEqual([
      [KEY, 'service a', true],
      ['other', 'service d', true],
    ])
  })
})

describe('files of variables', () => {
  const line = fc.oneof(
    fc.constantFrom(
      `${NAME}=${KEY}`,
      `export ${NAME}='${KEY}'`,
      `${NAME} = "${KEY}" # x`,
      `${NAME}=`,
      `${NAME}: ${KEY}`,
      '# a comment',
      'OTHER="a\nb"',
      '',
    ),
    fc
      .tuple(fc.constantFrom('=', '="', " = '"), fc.string({ unit: 'binary', maxLength: 12 }))
      .map(([sign, text]) => `${NAME}${sign}${text}`),
  )

  test('say what dotenv says, and where', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const text = lines.join('\n')
        const all = read('.env', text)
        const last = all.at(-1)
        const expected = parse(text.replace(/\r\n?/g, '\n'))[NAME]
        if (text.includes('\r') || last?.kind === 'reference') return
        expect(last?.kind === 'value' ? Buffer.from(last.text, 'latin1').toString('utf8') : undefined).toBe(
          expected === undefined ? undefined : Buffer.from(expected, 'utf8').toString('utf8'),
        )
        for (const one of all)
          if (one.kind === 'value' && one.text.startsWith('AXON-')) expect(at(text, one)).toMatch(/^AXON-/)
      }),
    )
  })
})

describe('whatever the bytes', () => {
  const words = fc.constantFrom(
    NAME,
    KEY,
    'services:',
    'environment:',
    '\n  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '&a ',
    '*a',
    '<<: ',
    '!Ref ',
    '|\n',
    '"',
    "'",
    ': ',
    'apiVersion: v1\nkind: Secret\ndata: ',
    '---\n',
    '\t',
  )

  test('nothing is thrown, and every place is in the text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('.env', 'a.yml', 'a.json', null),
        fc.array(fc.oneof(words, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 25 }),
        (name, parts) => {
          const text = parts.join('')
          for (const one of read(name, text)) {
            expect(one.line).toBeLessThanOrEqual(text.split('\n').length)
            expect(one.column).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each([
    ['deep', `${'['.repeat(50_000)}${NAME}`],
    ['deep and closed', `${NAME}: ${'['.repeat(9000)}${']'.repeat(9000)}`],
    ['large', `${NAME}: ${'x'.repeat(5 << 20)}`],
  ])('what is too %s is a fault', (_name, text) => {
    expect(read('a.yml', text).map(({ kind }) => kind)).toEqual(['fault'])
  })

  test('a file of a megabyte is read', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, at) => [`field${at}`, { value: `text ${at}` }]),
    )
    expect(values(read('a.json', JSON.stringify({ ...many, license: KEY })))).toEqual([[KEY, null, false]])
  })
})

describe('a key stands where only a name belongs', () => {
  const LONG = `${KEY}${'A'.repeat(40)}`
  const ENCODED = Buffer.from(LONG).toString('base64')
  const documents: readonly (readonly [name: string, text: string])[] = [
    ['.env', `${NAME}=\${X:?${LONG}}\n`],
    ['.env', `${NAME}="\${X:+${ENCODED}}"\n`],
    ['compose.yml', stringify({ services: { [LONG]: { env_file: LONG, environment: { [NAME]: null } } } })],
    ['compose.yml', stringify({ services: { a: { environment: { [NAME]: `\${X:-'${LONG}'}` } } } })],
    ['compose.yml', stringify({ services: {}, secrets: { [LONG]: { environment: NAME } } })],
    ['x.yaml', stringify({ apiVersion: 'v1', kind: 'Secret', stringData: { [NAME]: `{{ "${LONG}" }}` } })],
    ['x.yaml', stringify({ apiVersion: 'v1', kind: 'Secret', data: { [NAME]: `{{ "${ENCODED}" }}` } })],
    ['x.yaml', stringify({ [LONG]: LONG })],
    [
      'x.json',
      JSON.stringify({
        containerDefinitions: [{ name: LONG, secrets: [{ name: NAME, valueFrom: `arn:secret:${LONG}` }] }],
      }),
    ],
  ]

  test.each(documents)('%s is shown without it: %s', (name, text) => {
    const shown = read(name, text).flatMap((one) => [
      one.variable,
      one.inside,
      one.kind === 'reference' ? one.to : null,
    ])
    expect(shown.some((one) => one?.includes('characters that look like a key'))).toBe(true)
    expect(shown.filter((one) => one?.includes('AXON-eyJ') || one?.includes(ENCODED.slice(0, 12)))).toEqual(
      [],
    )
  })

  test('a long name that is none stays', () => {
    const arn =
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:axon-prod/axonflow-license-key-AbCdEf'
    const [one] = read(
      'x.json',
      JSON.stringify({
        containerDefinitions: [{ name: 'a', secrets: [{ name: NAME, valueFrom: arn }] }],
      }),
    )
    expect(one).toMatchObject({ kind: 'reference', to: arn })
  })
})
