import { describe, expect, test } from 'vitest'
import type { TaskFacts } from '../../src/host/aws-api.ts'
import { instantAt } from '../../src/model/instant.ts'
import { hasFailed, stopReasonOf } from '../../src/targets/aws/blame.ts'
import { allFresh, freshness, momentOf } from '../../src/targets/aws/freshness.ts'
import { archiveLabel, prunable, runLabel, runSince } from '../../src/targets/aws/labels.ts'
import { readValueFrom, sameSecret } from '../../src/targets/aws/value-from.ts'

const task = (facts: Partial<TaskFacts>): TaskFacts => ({
  arn: 'task',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  taskDefinition: 'td',
  startedBy: 'ecs-svc/1',
  service: null,
  created: null,
  started: null,
  stopped: null,
  stopCode: null,
  stopReason: null,
  containers: [],
  ...facts,
})
const at = (milliseconds: number | null) => (milliseconds === null ? null : instantAt(milliseconds))

describe('freshness', () => {
  // The Date header said 10 s: the key was changed within the second after it.
  const changed = momentOf(instantAt(10_000))
  test.each([
    [11_000, 12_000, 'fresh'],
    [11_000, null, 'fresh'],
    [10_999, 12_000, 'unknown'],
    [9_000, 10_000, 'unknown'],
    [8_000, 9_999, 'old'],
    [null, null, 'unknown'],
    [9_000, null, 'unknown'],
  ] as const)('created %s, started %s: %s', (created, started, expected) => {
    expect(freshness({ created: at(created), started: at(started) }, changed)).toBe(expected)
  })

  test('a task that is being taken down still counts until it has stopped', () => {
    const old = { created: at(1000), started: at(2000) }
    expect(allFresh([task({ ...old, lastStatus: 'DEACTIVATING' })], changed)).toBe(false)
    expect(allFresh([task({ ...old, lastStatus: 'STOPPED' })], changed)).toBe(true)
  })
})

describe('labels', () => {
  const when = instantAt(Date.UTC(2026, 10, 23, 12, 0, 1, 500))
  test('of a run: the services in any order give the same', () => {
    const random = Uint8Array.from([1, 2, 3, 4])
    expect(runLabel(when, random, ['arn:b', 'arn:a'])).toBe(runLabel(when, random, ['arn:a', 'arn:b']))
    expect(runLabel(when, random, ['arn:a'])).toMatch(/^lic-run\.20261123T120001Z\.01020304\.[0-9a-f]{8}$/)
  })
  test('of an archive', () => {
    expect(archiveLabel(when, '3f2a0c11d2aa', '12345678-90')).toBe(
      'lic-archive.20261123T120001Z.3f2a0c11d2aa.12345678',
    )
    expect(archiveLabel(when, null, 'abcdefgh')).toBe('lic-archive.20261123T120001Z.unread.abcdefgh')
  })
  test('say since when a run goes on', () => {
    expect(runSince({ v2: ['lic-pending', 'lic-run.20261123T120001Z.a.b'] })).toBe('2026-11-23T12:00:01Z')
    expect(runSince({ v2: ['lic-pending'] })).toBeNull()
    expect(runSince({ v2: ['lic-pending', 'lic-run.yesterday'] })).toBeNull()
    expect(runSince({})).toBeNull()
  })
  const archives = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `v${n}`,
        [archiveLabel(instantAt(n * 86_400_000), 'f', `v${n}`)],
      ]),
    )
  test('are pruned oldest first, only our own, only as many as needed, never on what is live', () => {
    const stages = { ...archives(14), live: ['AWSCURRENT', 'lic-archive.19690101T000000Z.f.live'] }
    expect(prunable(stages, 4)).toEqual([])
    expect(prunable(stages, 6)?.map(({ version }) => version)).toEqual(['v0', 'v1'])
    expect(prunable({ v0: Array.from({ length: 18 }, (_, n) => `theirs-${n}`) }, 5)).toBeNull()
  })
})

describe('valueFrom', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:axonflow/license-key-AbCdEf'
  test('an ARN alone', () => {
    expect(readValueFrom(arn)).toEqual({
      kind: 'secret',
      arn,
      region: 'eu-west-1',
      field: null,
      stage: null,
      version: null,
    })
  })
  test('an ARN with its three fields, in another partition', () => {
    const china = arn.replace('arn:aws:', 'arn:aws-cn:')
    expect(readValueFrom(`${china}:license:AWSPREVIOUS:v1`)).toEqual({
      kind: 'secret',
      arn: china,
      region: 'eu-west-1',
      field: 'license',
      stage: 'AWSPREVIOUS',
      version: 'v1',
    })
  })
  test.each([`${arn}:license`, `${arn}:license:`, `${arn}:a:b:c:d`, 'arn:aws:s3:::bucket', 'arn:'])(
    '%s is none',
    (text) => {
      expect(readValueFrom(text)).toMatchObject({ kind: 'unreadable' })
    },
  )
  test.each(['axonflow/license-key', 'arn:aws:ssm:eu-west-1:1:parameter/x'])('%s is a parameter', (text) => {
    expect(readValueFrom(text)).toEqual({ kind: 'parameter', name: text })
  })
  test('a partial ARN is the same secret; one made anew is not', () => {
    expect(sameSecret(arn, arn)).toBe(true)
    expect(sameSecret(arn.slice(0, -7), arn)).toBe(true)
    expect(sameSecret(arn.slice(0, -8), arn)).toBe(false)
    expect(sameSecret(arn.replace('AbCdEf', 'GhIjKl'), arn)).toBe(false)
    expect(sameSecret(arn.replace('/license-key-AbCdEf', ''), arn)).toBe(false)
  })
})

describe('blame', () => {
  test.each([
    [{ stopped: at(1), stopCode: 'EssentialContainerExited' }, true],
    [{ stopped: at(1), stopCode: 'TaskFailedToStart' }, true],
    [{ stopped: at(1), stopCode: 'ServiceSchedulerInitiated' }, false],
    [{ stopped: at(1), stopCode: 'UserInitiated' }, false],
    [{ stopped: at(1), stopCode: 'SpotInterruption' }, false],
    [{ stopped: at(1), stopReason: 'Essential container in task exited' }, true],
    [{ stopped: at(1), stopReason: 'Scaling activity initiated by (deployment ecs-svc/1)' }, false],
    [{ stopCode: 'EssentialContainerExited' }, false],
  ] as const)('%o: %s', (facts, expected) => {
    expect(hasFailed(task(facts))).toBe(expected)
  })
  test('names the container, its exit code or reason, and escapes what it did not write', () => {
    const containers = [
      { name: 'agent', exitCode: 1, reason: null },
      { name: 'log', exitCode: 0, reason: null },
      { name: 'init', exitCode: null, reason: 'CannotPull\u001b[31m' },
    ]
    expect(stopReasonOf(task({ stopReason: 'Essential container in task exited', containers }))).toBe(
      'Essential container in task exited (agent: exit code 1, init: CannotPull\\u{1b}[31m)',
    )
  })
})
