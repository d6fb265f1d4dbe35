import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROJECT } from '../../src/input/project/fields.ts'
import { readProjectFile } from '../../src/input/project-file.ts'
import { instantAt } from '../../src/model/instant.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { says } from '../../src/model/visible.ts'
import { sampleKey } from '../support/sample-keys.ts'

const read = (text: string) =>
  readProjectFile(Buffer.from(text, 'utf8').toString('latin1'), says`lic.config.json`)

/** What a file is refused with: code, message, first hint. */
function refusal(text: string): readonly (string | undefined)[] {
  try {
    read(text)
  } catch (thrown) {
    if (thrown instanceof LicError) return [thrown.code, thrown.says, thrown.hints[0]]
    throw thrown
  }
  return ['not refused']
}

describe('the project file', () => {
  test('says what it says, in full', () => {
    const all = read(`{
      "$schema": "./lic.schema.json",
      "deployments": {
        "production": {
          "secret": "axonflow/production/license-key", "field": "license", "cluster": "axonflow-cluster",
          "services": ["agent", "orchestrator"], "region": "eu-central-1", "identity": "acme-prod"
        },
        "staging": {}
      },
      "check": {
        "failOn": "warn", "warnWithin": "60d", "critWithin": "2w", "require": ["tier=Enterprise", "nodes>=12"],
        "expectIdentity": "acme", "platform": "11"
      },
      "scan": { "allow": [
        { "fingerprint": "c4878b7a15f8", "reason": "an example", "until": "2026-12-31" },
        { "fingerprint": "0123456789ab", "reason": "another",
          "until": "2027-01-01T12:00:00+01:00" }
      ] }
    }`)
    expect(all).toEqual({
      path: 'lic.config.json',
      deployments: new Map([
        [
          'production',
          {
            secret: 'axonflow/production/license-key',
            field: 'license',
            cluster: 'axonflow-cluster',
            services: ['agent', 'orchestrator'],
            region: 'eu-central-1',
            identity: 'acme-prod',
          },
        ],
        ['staging', { secret: null, field: null, cluster: null, services: [], region: null, identity: null }],
      ]),
      check: {
        failOn: 'warn',
        warnWithin: '60d',
        critWithin: '2w',
        require: ['tier=Enterprise', 'nodes>=12'],
        expectIdentity: 'acme',
        platform: '11',
      },
      scan: {
        allow: [
          {
            fingerprint: 'c4878b7a15f8',
            reason: 'an example',
            until: instantAt(Date.UTC(2026, 11, 31)),
            line: 15,
          },
          {
            fingerprint: '0123456789ab',
            reason: 'another',
            until: instantAt(Date.UTC(2027, 0, 1, 11)),
            line: 16,
          },
        ],
      },
    })
  })

  test('may say nothing', () => {
    expect(read('{}')).toEqual({
      path: 'lic.config.json',
      deployments: new Map(),
      check: {
        failOn: null,
        warnWithin: null,
        critWithin: null,
        require: [],
        expectIdentity: null,
        platform: null,
      },
      scan: { allow: [] },
    })
  })

  test.each([
    ['', 'line 1: not JSON: it ends too early'],
    ['{\n  // why\n}', 'line 2: not JSON: a field name was expected'],
    ['{\n\n"check": {},\n}', 'line 4: not JSON: a field name was expected'],
    ['\ufeff{}', 'line 1: not JSON: a value was expected'],
    ['{} {}', 'line 1: not JSON: text after the end'],
    [`{"scan":${'['.repeat(5000)}`, 'line 1: not JSON: nested deeper than 12'],
    [`${'{"a":'.repeat(5000)}`, 'line 1: not JSON: nested deeper than 12'],
  ])('no JSON is named with its line: %#', (text, message) => {
    expect(refusal(text).slice(0, 2)).toEqual(['project.syntax', `lic.config.json, ${message}`])
  })

  test.each([
    ['[]', 'line 1: it must be an object, and is a list'],
    ['null', 'line 1: it must be an object, and is null'],
    ['{"check": 1}', 'line 1: check must be an object, and is a number'],
    ['{"check":\n{"failOn": true}}', 'line 2: check.failOn must be "warn", and is true'],
    ['{"check": {"failOn": "never"}}', 'line 1: check.failOn must be "warn"'],
    ['{"check": {}, \n"check": {}}', 'line 2: check stands there twice'],
    ['{"deployments": {"a": {}, "\\u0061": {}}}', 'line 1: deployments.a stands there twice'],
    ['{"deployments": {"a": {"services": []}}}', 'line 1: deployments.a.services must not be empty'],
    ['{"scan": {"allow": [{}]}}', 'line 1: scan.allow[0] needs a field fingerprint'],
    [
      '{"deployments": {"__proto__": {"secret": "x"}}}',
      'line 1: deployments has a name that is none: __proto__ (up to 64 letters, digits, full stops, dashes and underscores, a letter or digit first)',
    ],
    ['{"__proto__": {}}', 'line 1: there is no field __proto__'],
    ['{"check": {"constructor": {}}}', 'line 1: there is no field constructor in check'],
    [
      '{"deployments": {"a": {"secret": "--region"}}}',
      'line 1: deployments.a.secret must be the name or ARN of a secret, without a # (the field has a name of its own, field)',
    ],
    [
      '{"scan": {"allow": [{"fingerprint": "c4878b7a15f8", "reason": "x", "until": "2026-02-30"}]}}',
      'line 1: scan.allow[0].until must be a day, 2026-12-31, or an instant with its zone, 2026-12-31T12:00:00Z',
    ],
    [
      '{"check": {"\\u001b[2J\\n::error::": 1}}',
      'line 1: there is no field \\u{1b}[2J\\u{a}::error:: in check',
    ],
  ])('what does not belong there is named with line and field: %#', (text, message) => {
    expect(refusal(text).slice(0, 2)).toEqual(['project.field', `lic.config.json, ${message}`])
  })

  test.each([
    ['{"chek": {}}', 'did you mean check'],
    ['{"deployment": {}}', 'did you mean deployments'],
    ['{"check": {"fail-on": "warn"}}', 'did you mean failOn'],
    ['{"check": {"warn_within": "60d"}}', 'did you mean warnWithin'],
    ['{"check": {"reqiure": []}}', 'did you mean require'],
    ['{"deployments": {"a": {"service": "x"}}}', 'did you mean services'],
    ['{"colour": 1}', 'the fields there are: $schema, deployments, check, scan'],
  ])('what was probably meant is said: %s', (text, hint) => {
    expect(refusal(text)[2]).toBe(hint)
  })

  test.each([
    ['{"check": {"warnWithin": "29d"}}', 'check.warnWithin', 'at least 30 d'],
    ['{"check": {"critWithin": "6d"}}', 'check.critWithin', 'at least 7 d'],
    ['{"check": {"require": ["tier=Community"]}}', 'check.require[0]', 'let a missing key pass'],
    ['{"check": {"require": ["tier=Com_MUNI-ty"]}}', 'check.require[0]', 'let a missing key pass'],
  ])('it may only tighten: %s', (text, field, why) => {
    const [code, message] = refusal(text)
    expect([code, message?.includes(field), message?.includes(why)]).toEqual(['project.field', true, true])
  })

  test.each([
    ['{"publicKey": "x"}', 'whom to trust'],
    ['{"check": {"trust-anchors": ["x"]}}', 'whom to trust'],
    ['{"deployments": {"a": {"allow": ["downgrade"]}}}', 'consent is given by who runs lic'],
    ['{"check": {"allowUnverifiable": true}}', 'may only tighten'],
    ['{"deployments": {"a": {"yes": true}}}', 'approved by who runs lic'],
    ['{"hooks": {"before": "rm -rf /"}}', 'runs nothing'],
    ['{"deployments": {"a": {"endpoint_url": "http://x"}}}', 'whom lic talks to'],
    ['{"deployments": {"a": {"healthUrls": ["http://x"]}}}', 'whom lic talks to'],
    ['{"deployments": {"a": {"profile": "admin"}}}', 'whose credentials'],
    ['{"deployments": {"a": {"key": "x"}}}', 'do not belong in a repository'],
  ])('what a repository has no say in is refused by name, with the reason: %s', (text, why) => {
    const [code, message] = refusal(text)
    expect([code, message?.includes(why)]).toEqual(['project.forbidden', true])
  })

  test('a key in it is never shown, wherever it stands', () => {
    const key = sampleKey({ tier: 'Enterprise', org_id: 'acme' })
    for (const text of [
      `{"deployments": {"a": {"identity": "${key}"}}}`,
      `{"${key}": 1}`,
      `{"deployments": {"${key}": {}}}`,
      `{"scan": {"allow": [{"reason": "it is ${key}"}]}}`,
    ]) {
      const [code, ...words] = refusal(text)
      expect([code, words.join(' ').includes(key.slice(0, 16))]).toEqual(['project.forbidden', false])
    }
  })

  test('whatever it holds, it is read or refused, with one line that stays one', () => {
    const json = fc.json({ maxDepth: 6 })
    const almost = fc
      .tuple(fc.constantFrom(...Object.keys(PROJECT.fields), '__proto__'), fc.jsonValue())
      .map(([name, value]) => `{"${name}": ${JSON.stringify(value)}}`)
    fc.assert(
      fc.property(fc.oneof(json, almost, fc.string()), (text) => {
        const [, message = '', hint = ''] = refusal(text)
        return !/[\n\r\u001b]/.test(message + hint)
      }),
    )
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(({} as { secret?: string }).secret).toBe(undefined)
  })

  test('a file at its bounds is read, with its lines', () => {
    const names = Array.from({ length: 200 }, (_, at) => `"d${at}": {\n"services": ["a"]}`)
    const allow = Array.from(
      { length: 1000 },
      () => '{"fingerprint":"c4878b7a15f8",\n"reason":"x",\n"until":"2026-12-31"}',
    )
    const file = read(`{"deployments": {${names}}, "scan": {"allow": [${allow}]}}`)
    expect([file.deployments.size, file.scan.allow.length, file.scan.allow[999]?.line]).toEqual([
      200, 1000, 2199,
    ])
  })
})
