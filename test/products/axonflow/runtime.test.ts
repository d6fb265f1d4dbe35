import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHealth } from '../../../src/products/axonflow/runtime.ts'

const read = (body: unknown) =>
  readHealth(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))
const SILENT = {
  healthy: null,
  version: null,
  tier: null,
  valid: null,
  identity: null,
  expires: null,
  nodes: null,
  maxNodes: null,
}

describe('what a running instance says of its license', () => {
  test('counting nodes, as the In-VPC page shows it', () => {
    const node_count = {
      active_agents: 5,
      active_orchestrators: 3,
      total_nodes: 8,
      license_max_nodes: 10,
      nodes_remaining: 2,
    }
    expect(read({ status: 'healthy', node_count, license_tier: 'PRO', total_nodes: 8 })).toEqual({
      ...SILENT,
      shape: 'node-count',
      healthy: true,
      tier: 'PRO',
      nodes: 8,
      maxNodes: 10,
    })
  })

  test.each([
    [9999, 'unlimited'],
    [-1, 'unlimited'],
    [0, 0],
    [-2, null],
    [1.5, null],
    ['10', null],
    [null, null],
  ])('a limit of %j is %s', (license_max_nodes, maxNodes) => {
    expect(read({ node_count: { license_max_nodes } })?.maxNodes).toBe(maxNodes)
  })

  test('in a license object, as the marketplace shows it', () => {
    expect(read({ license: { tier: 'Enterprise', maxNodes: 50, valid: true } })).toEqual({
      ...SILENT,
      shape: 'license',
      tier: 'Enterprise',
      valid: true,
      maxNodes: 50,
    })
  })

  test('with organization and expiry, as the migration guide shows it', () => {
    const license = {
      valid: false,
      version: 'v2',
      tier: 'PROFESSIONAL',
      organization: 'acme',
      expires: '2026-12-31T23:59:59Z',
    }
    expect(read({ license, status: 'starting' })).toEqual({
      ...SILENT,
      shape: 'license-migration',
      healthy: false,
      tier: 'PROFESSIONAL',
      valid: false,
      identity: 'acme',
      expires: Date.UTC(2026, 11, 31, 23, 59, 59),
    })
  })

  test('or healthy and silent, as the newest answers', () => {
    const body = {
      status: 'healthy',
      service: 'axonflow-agent',
      timestamp: '2026-11-23T12:00:00Z',
      version: '11.0.2',
    }
    expect(read(body)).toEqual({ ...SILENT, shape: 'no-license', healthy: true, version: '11.0.2' })
  })

  test.each([
    '',
    'ok',
    'null',
    '[]',
    '7',
    '{}',
    '{"a":',
    '{"license":7}',
    '{"status":7}',
    '{"__proto__":{"status":"healthy"}}',
  ])('or nothing known: %s', (body) => {
    expect(read(body)).toBeNull()
  })

  test('odd types are not said, the rest is', () => {
    expect(
      read({
        status: 'tired',
        license: { tier: ['x'], valid: 'yes', organization: {}, expires: 'soon' },
        version: 11,
      }),
    ).toEqual({ ...SILENT, shape: 'license-migration' })
  })

  test('any body at all gets an answer, and a huge or deep one does no harm', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => readHealth(bytes) === null))
    fc.assert(
      fc.property(fc.json(), (json) => {
        const word = read(`{"status":"healthy","license":${json}}`)
        return word !== null && typeof word.shape === 'string'
      }),
    )
    expect(read(`{"license":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)).toBeNull()
    expect(read(`{"status":"healthy","x":"${'x'.repeat(1 << 20)}"}`)).toBeNull()
  })
})
