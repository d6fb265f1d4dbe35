import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readProjectFile } from '../../src/input/project-file.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { says } from '../../src/model/visible.ts'
import { configSchema } from '../../src/present/schema/config.ts'

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(configSchema())

const isRead = (value: unknown): boolean => {
  try {
    readProjectFile(Buffer.from(JSON.stringify(value), 'utf8').toString('latin1'), says`lic.config.json`)
    return true
  } catch (thrown) {
    if (thrown instanceof LicError) return false
    throw thrown
  }
}

const allow = { fingerprint: 'c4878b7a15f8', reason: 'an example', until: '2026-12-31' }

describe('the schema of the project file', () => {
  test.each([
    {},
    { $schema: './lic.schema.json' },
    { deployments: { production: { secret: 'axonflow/license-key', field: 'license', services: ['a'] } } },
    { deployments: { 'eu-1': { cluster: 'c', region: 'us-gov-west-1', identity: 'ac\u00e9 me' } } },
    {
      check: {
        failOn: 'warn',
        warnWithin: '60d',
        critWithin: '2w',
        require: ['nodes>=12'],
        platform: '10.2',
      },
    },
    { scan: { allow: [allow] } },
  ])('takes what is read: %#', (value) => {
    expect([isRead(value), validate(value)]).toEqual([true, true])
  })

  test.each([
    [],
    { chek: {} },
    { deployments: { __proto__: null, _x: {} } },
    { deployments: { a: { field: 'license' } } },
    { deployments: { a: { services: [] } } },
    { deployments: { a: { secret: 'a#b' } } },
    { deployments: { a: { region: 'nowhere' } } },
    { deployments: { a: { profile: 'admin' } } },
    { check: { failOn: 'never' } },
    { check: { require: ['Tier=x'] } },
    { check: { platform: 'newest' } },
    { scan: { allow: [{ ...allow, until: 'tomorrow' }] } },
    { scan: { allow: [{ ...allow, reason: '  ' }] } },
    { scan: { allow: [{ ...allow, fingerprint: 'C4878B7A15F8' }] } },
    { scan: { allow: [{ fingerprint: allow.fingerprint, until: allow.until }] } },
  ])('refuses what is refused: %#', (value) => {
    expect([isRead(value), validate(value)]).toEqual([false, false])
  })

  test('the one that the README shows is read', () => {
    const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
    const shown = JSON.parse(/^```json\n([\s\S]*?)^```/m.exec(readme)?.[1] ?? '[]')
    expect([isRead(shown), validate(shown)]).toEqual([true, true])
  })

  test('whatever is read is taken', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('warn', '30d', '60d', '11', 'acme', 'tier=Plus'))
    const checks = fc.dictionary(fc.constantFrom('failOn', 'warnWithin', 'platform', 'expectIdentity'), text)
    const one = fc.dictionary(fc.constantFrom('secret', 'field', 'cluster', 'region', 'identity'), text)
    const file = fc.record({ check: checks, deployments: fc.dictionary(text, one) }, { requiredKeys: [] })
    let read = 0
    fc.assert(
      fc.property(file, (value) => {
        if (!isRead(value)) return true
        read++
        return validate(value)
      }),
      { numRuns: 2000 },
    )
    expect(read).toBeGreaterThan(100)
  })
})
