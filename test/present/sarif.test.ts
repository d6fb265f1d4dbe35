import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODES, type Code } from '../../src/model/codes.ts'
import { says, visible } from '../../src/model/visible.ts'
import { EXPLANATIONS } from '../../src/present/explain/index.ts'
import { MOST_RESULTS, type SarifResult, type SarifRun, sarifLog } from '../../src/present/sarif.ts'
import { artifactUri } from '../../src/present/sarif-uri.ts'

const expired: SarifResult = {
  code: 'key.expired',
  level: 'error',
  message: says`expired 3 d ago`,
  location: { path: 'deploy/prod.env', line: 4, column: 21 },
  from: says`file deploy/prod.env`,
  fingerprint: '3f2a0c11d2aa',
}
const fromStandardInput: SarifResult = {
  code: 'key.prefix',
  level: 'error',
  message: says`a space before the key`,
  location: null,
  from: says`standard input`,
  fingerprint: null,
}
const run: SarifRun = { version: '0.1.0', results: [], left: 0, trouble: null, exitCode: 0 }

interface Log {
  readonly $schema: string
  readonly version: string
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly invocations: unknown
      readonly results: readonly {
        readonly ruleId: string
        readonly ruleIndex: number
        readonly locations: readonly {
          readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } }
        }[]
        readonly partialFingerprints: unknown
      }[]
    },
  ]
}
const logOf = (given: Partial<SarifRun>): Log => JSON.parse(sarifLog({ ...run, ...given })) as Log

const URI_REFERENCE = /^(?:file:\/\/\/|(?![^/]*:))(?:[\w.~!*'()/-]|%[0-9A-F]{2})+$/

describe('a SARIF log', () => {
  test('holds a result as the standard and code scanning want it', () => {
    const { cause, cure } = EXPLANATIONS['key.expired']
    expect(logOf({ results: [expired], exitCode: 41 })).toEqual({
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'lic',
              version: '0.1.0',
              semanticVersion: '0.1.0',
              rules: [
                {
                  id: 'key.expired',
                  shortDescription: { text: cause.slice(0, cause.indexOf('.') + 1) },
                  fullDescription: { text: cause },
                  help: { text: `${cure} lic help key.expired says so too.` },
                  properties: { tags: ['license'] },
                },
              ],
            },
          },
          columnKind: 'utf16CodeUnits',
          invocations: [{ executionSuccessful: true, exitCode: 41, toolExecutionNotifications: [] }],
          results: [
            {
              ruleId: 'key.expired',
              ruleIndex: 0,
              level: 'error',
              message: { text: 'expired 3 d ago' },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: 'deploy/prod.env' },
                    region: { startLine: 4, startColumn: 21 },
                  },
                },
              ],
              partialFingerprints: { 'licFinding/v1': 'key.expired:3f2a0c11d2aa' },
            },
          ],
        },
      ],
    })
  })

  test('gives an artifact to what lies in no file', () => {
    const [result] = logOf({ results: [fromStandardInput] }).runs[0].results
    expect(result?.locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: 'standard%20input' }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: 'standard input', kind: 'source' }],
      },
    ])
    expect(result?.partialFingerprints).toEqual({ 'licFinding/v1': 'key.prefix:standard%20input:1' })
  })

  test('says what was let pass and why', () => {
    const log = sarifLog({ ...run, results: [{ ...expired, suppressed: says`renewal is ordered` }] })
    expect(log).toContain('"suppressions":[{"kind":"external","justification":"renewal is ordered"}]')
  })

  test('says what is not in it, and why nothing was checked', () => {
    const trouble = { code: 'source.unreadable', message: says`cannot read file a` } as const
    expect(logOf({ left: 7, trouble, exitCode: 2 }).runs[0].invocations).toEqual([
      {
        executionSuccessful: false,
        exitCode: 2,
        toolExecutionNotifications: [
          {
            level: 'error',
            message: { text: 'cannot read file a' },
            descriptor: { id: 'source.unreadable' },
          },
          { level: 'warning', message: { text: '7 more findings are not in this file' } },
        ],
      },
    ])
  })

  test('refers to a rule for every code there is', () => {
    const codes = Object.keys(CODES) as Code[]
    const results = codes.map((code) => ({ ...expired, code }))
    const { tool, results: written } = logOf({ results: [...results, ...results] }).runs[0]
    expect(tool.driver.rules.map(({ id }) => id)).toEqual([...codes].sort())
    expect(written.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual([...codes, ...codes])
  })

  test('is one line of 7-bit JSON with URI references, whatever the values hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (path, text) => {
        const log = sarifLog({
          ...run,
          results: [{ ...expired, message: visible(text), location: { path, line: 1 } }, fromStandardInput],
        })
        expect(log).toMatch(/^[\x20-\x7e]+\n$/)
        const { results } = (JSON.parse(log) as Log).runs[0]
        for (const { locations } of results)
          expect(locations[0]?.physicalLocation.artifactLocation.uri).toMatch(URI_REFERENCE)
      }),
    )
  })

  test('stays below what GitHub takes', () => expect(MOST_RESULTS).toBeLessThanOrEqual(25_000))
})

describe('a path as a URI reference', () => {
  test.each([
    ['a.env', 'a.env'],
    ['./deploy/a b.env', 'deploy/a%20b.env'],
    ['../other/a.env', '../other/a.env'],
    ['/srv/a.env', 'file:///srv/a.env'],
    ['/', 'file:///'],
    ['', '.'],
    ['a:b/c', 'a%3Ab/c'],
    ['a%/ü', 'a%25/%C3%BC'],
    ['\ud800', '%EF%BF%BD'],
    ['axon-prod/values.yaml', 'axon-prod/values.yaml'],
    ['AXON-PRO-acme-20260101-abcdef', '(29%20characters%20that%20look%20like%20a%20key)'],
    [`x/AXON-eyJ${'a'.repeat(60)}.b`, 'x/(70%20characters%20that%20look%20like%20a%20key)'],
  ])('%j', (path, uri) => expect(artifactUri(path)).toBe(uri))
})
