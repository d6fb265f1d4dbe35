import { describe, expect, test } from 'vitest'
import type { SecretFacts } from '../../src/host/aws-api.ts'
import { error, type Finding } from '../../src/model/finding.ts'
import { instantAt, SECOND } from '../../src/model/instant.ts'
import type { RuntimeWord } from '../../src/model/runtime-word.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { says } from '../../src/model/visible.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import { ahead } from '../../src/status/ahead.ts'
import { type Comparable, changes } from '../../src/status/changes.ts'
import { nodesOf } from '../../src/status/nodes.ts'
import { weigh } from '../../src/status/status.ts'
import { wordFindings } from '../../src/status/word-term.ts'
import { changedAt, keyBefore } from '../../src/targets/aws/changed-at.ts'
import type { HeardFrom, Running, RunningService } from '../../src/targets/target.ts'

const NOW = instantAt(Date.UTC(2026, 10, 23, 12))
const DAY = 86_400_000
const { axonflow } = PRODUCTS
const RULES = { platform: null }

const SILENT: RuntimeWord = {
  shape: 'test',
  healthy: true,
  version: null,
  tier: null,
  valid: null,
  identity: null,
  expires: null,
  nodes: null,
  maxNodes: null,
}
const heard = (word: Partial<RuntimeWord>): HeardFrom => ({
  url: 'http://one',
  word: { ...SILENT, ...word },
  why: null,
  alarms: [],
  counted: false,
})
const service = (more: Partial<RunningService>): RunningService => ({
  name: 's',
  desired: 3,
  running: 3,
  pending: 0,
  deployed: null,
  rollout: 'COMPLETED',
  tasks: null,
  ...more,
})
const running = (more: Partial<Running>): Running => ({
  head: [],
  current: null,
  services: [],
  heard: [],
  findings: [],
  rotate: says`b`,
  ...more,
})
const weighed = (more: Partial<Running>, allowUnverifiable = false) =>
  weigh(running(more), axonflow, RULES, { now: NOW, allowUnverifiable })

describe('nodes', () => {
  const limited = heard({ maxNodes: 5 })
  test('those that are wanted count before they run', () => {
    const services = [service({ running: 3, desired: 6, pending: 3 })]
    const nodes = nodesOf({ services, heard: [limited] }, null, axonflow, RULES)
    expect([nodes?.band, nodes?.findings.map(({ code }) => code)]).toEqual([
      'violation',
      ['status.nodes-over'],
    ])
  })

  test.each([
    ['all is at rest', {}, ['status.nodes-differ']],
    ['a deployment is in progress', { rollout: 'IN_PROGRESS' }, []],
    ['tasks are starting', { pending: 1 }, []],
  ])('another count is said where %s', (_when, more, expected) => {
    const nodes = nodesOf({ services: [service(more)], heard: [heard({ nodes: 4 })] }, null, axonflow, RULES)
    expect(nodes?.findings.map(({ code }) => code)).toEqual(expected)
  })

  test('how long more is tolerated', () => {
    const nodes = nodesOf({ services: [service({ running: 60 })], heard: [] }, 'Enterprise', axonflow, RULES)
    expect(nodes?.findings.map(({ says: text }) => text)).toEqual([
      '60 of 50 nodes (120 %), the limit by the table of tiers: over the limit; tolerated for 7 days, then enforced',
    ])
  })
})

describe('the exit code', () => {
  test.each([
    ['project.syntax', 22],
    ['secret.binary', 22],
    ['status.silent', 31],
  ] as const)('%s leads to %i', (code, exitCode) => {
    expect(weighed({ findings: [error(code, says`it`)] }).exitCode).toBe(exitCode)
  })
})

describe('a license that nobody could check', () => {
  const why: Finding = error('key.unverifiable', says`no trusted key`)
  const unproved = {
    kind: 'unproved',
    key: { identity: { value: 'acme', field: 'org_id' }, expires: null },
    trust: { why },
    findings: [why],
    timeline: null,
    standing: null,
  } as unknown as Verdict
  const current = { text: null as never, verdict: unproved }
  test.each([
    ['one for the same', { valid: true, identity: 'acme' }, 33],
    ['another', { valid: true, identity: 'other' }, 33],
    ['one that it does not name', { valid: true }, 33],
    ['the same, of which it does not say whether it is valid', { identity: 'acme' }, 33],
  ])('a runtime that says it has %s', (_which, word, exitCode) => {
    const seen = weighed({ current, heard: [heard(word)] })
    expect([seen.exitCode, seen.tierInForce]).toEqual([exitCode, null])
  })

  test('is taken as it is where that is asked for, and still said', () => {
    const { exitCode, findings } = weighed({ current }, true)
    expect([exitCode, findings.map(({ code, severity }) => [code, severity])]).toEqual([
      0,
      [['key.unverifiable', 'note']],
    ])
  })
})

describe('the end that a runtime says, where no key can be read', () => {
  test.each([
    [30 * DAY + SECOND, []],
    [30 * DAY, ['key.expires-soon']],
    [7 * DAY + SECOND, ['key.expires-soon']],
    [7 * DAY, ['key.expires-critical']],
    [SECOND, ['key.expires-critical']],
    [0, ['key.expired']],
  ])('in %i ms', (left, expected) => {
    const found = wordFindings([heard({ expires: instantAt(NOW + left) })], NOW)
    expect(found.map(({ code }) => code)).toEqual(expected)
  })

  test.each([
    ['neither whether it is valid nor how long', {}, 31],
    ['that it is valid', { valid: true }, 0],
    ['how long', { expires: instantAt(NOW + 90 * DAY) }, 0],
  ])('a runtime that says %s', (_what, word, exitCode) => {
    expect(weighed({ heard: [heard(word)] }).exitCode).toBe(exitCode)
  })

  test('what is to come, soonest first, and nothing that is now', () => {
    const words = [2, 0, 1].map((days) => ({ ...SILENT, expires: instantAt(NOW + days * DAY) }))
    expect(ahead(null, words, axonflow, NOW).map(({ at }) => (at - NOW) / DAY)).toEqual([1, 2])
  })
})

describe('what is another than before', () => {
  const state = (text: string, nodes: number): Comparable => ({
    verdict: null,
    tierInForce: null,
    running: running({}),
    nodes: {
      running: nodes,
      desired: nodes,
      counted: null,
      limit: 50,
      statedBy: null,
      band: null,
      findings: [],
    },
    quotas: [],
    findings: [error('status.nodes-over', says`${text}`)],
  })
  test('a finding that counts on is none, a count is, and what is over is said', () => {
    expect(changes(state('51 of 50, in 3 d 4 h', 51), state('52 of 50, in 2 d', 52))).toEqual([
      'nodes: 52 of 50 (was 51 of 50)',
    ])
    expect(changes(state('51 of 50', 51), { ...state('', 51), findings: [] })).toEqual([
      'over: 51 of 50 [status.nodes-over]',
    ])
  })
})

describe('when the key came into place', () => {
  const put = instantAt(Date.UTC(2026, 10, 23, 11))
  const at = (seconds: number) => instantAt(put + seconds * SECOND)
  const archive = (time: string) => `lic-archive.20261123T${time}Z.aaaaaaaaaaaa.11111111`
  const when = (changed: number | null, before: readonly string[] | null) =>
    changedAt(
      {
        stages: { two: ['AWSCURRENT'], ...(before === null ? {} : { one: ['AWSPREVIOUS', ...before] }) },
        changed: changed === null ? null : at(changed),
      } as unknown as SecretFacts,
      put,
    )
  test.each([
    ['a put that nothing followed', 0, null, [0, 1]],
    ['the same, two seconds apart', 2, null, [0, 1]],
    ['labels that were moved after it', 3, null, [0, 4]],
    ['a rotation of ours', 300, [archive('110200')], [120, 121]],
    ['the last of several', 300, [archive('110200'), archive('105000')], [120, 121]],
    ['a version archived before this one was put', 300, [archive('105000')], [0, 1]],
    ['changed while it was read, and no label tells', null, [], null],
  ] as const)('%s', (_how, changed, before, expected) => {
    const moment = when(changed, before)
    expect(moment && [(moment.notBefore - put) / SECOND, (moment.notAfter - put) / SECOND]).toEqual(expected)
  })

  test('of the key before, its archive label tells the fingerprint', () => {
    const printOf = (stages: SecretFacts['stages']) => keyBefore({ stages } as SecretFacts)
    expect(printOf({ one: ['AWSPREVIOUS', archive('110200')], two: ['AWSCURRENT'] })).toBe('aaaaaaaaaaaa')
    expect(printOf({ one: ['AWSPREVIOUS', 'AWSCURRENT', archive('110200')] })).toBeNull()
    expect(printOf({ one: ['AWSPREVIOUS', 'lic-archive.20261123T110200Z.unread.1'], two: [] })).toBeNull()
    expect(printOf({ one: ['AWSPREVIOUS'], two: ['AWSCURRENT'] })).toBeNull()
  })
})
