import { describe, expect, test } from 'vitest'
import { toJsonLine } from '../../src/present/json.ts'
import { plainPaint } from '../../src/present/look.ts'
import { colorPaint } from '../../src/present/paint.ts'
import { verdictJson, verdictLine } from '../../src/present/verdict-view.ts'
import { everyVerdict, hostileKey, key, outOfTerm, timeline, usable } from './verdicts.ts'

describe('a verdict in one line', () => {
  test('every kind of verdict', () => {
    expect(everyVerdict().map((verdict) => verdictLine(verdict, plainPaint))).toEqual([
      'usable: Enterprise for acme-prod, expires 2026-12-20T00:00:00Z (in 26 d 12 h), 3f2a0c11d2aa',
      'usable: Enterprise for acme-prod, expires 2026-12-20T00:00:00Z (in 26 d 12 h), 3f2a0c11d2aa [key.expires-soon]',
      'in grace: Enterprise for acme-prod, expires 2026-12-20T00:00:00Z (now), 3f2a0c11d2aa [key.grace]',
      'expired: Enterprise for acme-prod, expired 2026-12-20T00:00:00Z (8 d ago), 3f2a0c11d2aa [key.expired]',
      'unproved: Enterprise for acme-prod, expires 2026-12-20T00:00:00Z (in 26 d 12 h), 3f2a0c11d2aa; the secret that signs HMAC keys is not known [key.unverifiable]',
      'refused: Enterprise for acme-prod, expires 2026-12-20T00:00:00Z (in 26 d 12 h), 3f2a0c11d2aa; the audience axonflow.saas.plugin is not for self-hosted agents [key.audience, key.expires-soon]',
      'forged: Enterprise for acme-prod, expires 2026-12-20T00:00:00Z (in 26 d 12 h), 3f2a0c11d2aa; the signature does not fit the payload [key.signature-invalid]',
      'unreadable: cut short: the signature has 61 of 64 bytes [key.signature-length]',
      'no key: what runs is Community [key.absent]',
    ])
  })

  test('colour adds escapes and nothing else', () => {
    const escapes = /\u001b\[\d+m/g
    for (const verdict of everyVerdict()) {
      const colored = verdictLine(verdict, colorPaint)
      expect(colored).not.toBe(verdictLine(verdict, plainPaint))
      expect(colored.replace(escapes, '')).toBe(verdictLine(verdict, plainPaint))
    }
  })

  test('hostile values are shown escaped, on the one line', () => {
    const line = verdictLine(usable({ key: hostileKey }), plainPaint)
    expect(line).toMatch(/^usable: [\x20-\x7e]+$/)
    expect(line).toContain('::warning::\\u{1b}[31mevil\\u{d}\\u{a}<3>\\u{202e}foo\\u{200b}\\u{7}\\u{2028}end')
  })
})

describe('a verdict as JSON', () => {
  test('a usable key, field by field', () => {
    expect(verdictJson(usable())).toEqual({
      verdict: 'usable',
      exitCode: 0,
      product: 'axonflow',
      at: '2026-11-23T12:00:00Z',
      rules: 'AxonFlow 11, enterprise build',
      key: {
        fingerprint: '3f2a0c11d2aa',
        form: 'signed',
        formName: 'signed key, payload with deployment_id',
        prefix: 'AXON-',
        tier: 'Enterprise',
        identity: { value: 'acme-prod', field: 'deployment_id' },
        issued: '2025-12-20T00:00:00Z',
        expires: '2026-12-20T00:00:00Z',
        audience: 'axonflow.self_hosted.full',
        facts: [{ label: 'permissions', field: 'permissions', values: ['mcp:*:*', 'llm:*:*'] }],
      },
      signature: {
        kind: 'verified',
        by: 'AxonFlow enterprise key',
        anchor: {
          id: '0123456789abcdef',
          name: 'AxonFlow enterprise key',
          usage: 'enterprise',
          origin: 'built in',
          from: 'since 2026-04-09',
        },
      },
      timeline: [
        {
          name: 'active',
          state: 'alive',
          from: 'always',
          until: '2026-12-20T00:00:00Z',
          running: { effect: 'full', says: 'Enterprise limits' },
          starting: { effect: 'full', says: 'boots' },
        },
        {
          name: 'grace',
          state: 'grace',
          from: '2026-12-20T00:00:00Z',
          until: '2026-12-28T00:00:00Z',
          running: { effect: 'reduced', says: 'Community limits' },
          starting: { effect: 'reduced', says: 'boots as Community' },
        },
        {
          name: 'after',
          state: 'over',
          from: '2026-12-28T00:00:00Z',
          until: 'forever',
          running: { effect: 'reduced', says: 'Community limits' },
          starting: { effect: 'refused', says: 'refused' },
        },
      ],
      standing: { phase: 'active', state: 'alive', next: 'grace', changes: '2026-12-20T00:00:00Z' },
      findings: [],
    })
  })

  test('the last phase changes never', () => {
    const [, , last] = timeline
    const verdict = outOfTerm(last?.from === 'always' ? usable().now : (last?.from ?? usable().now))
    expect(verdictJson(verdict)).toMatchObject({
      standing: { phase: 'after', state: 'over', next: null, changes: 'never' },
    })
  })

  test('a letter beyond ASCII is escaped, and read back the same', () => {
    const verdict = usable({ key: { ...key, identity: { value: 'Zo\u00eb \u6f22', field: 'org_id' } } })
    const line = toJsonLine(verdictJson(verdict))
    expect(line).toContain('"Zo\\u00eb \\u6f22"')
    expect(JSON.parse(line)).toEqual(verdictJson(verdict))
  })

  test('every kind is one line of 7-bit text, whatever a key says', () => {
    for (const verdict of [...everyVerdict(), usable({ key: hostileKey })]) {
      const line = toJsonLine(verdictJson(verdict))
      expect(line).toMatch(/^[\x20-\x7e]+\n$/)
      expect(JSON.parse(line)).toEqual(verdictJson(verdict))
    }
  })
})
