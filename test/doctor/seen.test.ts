import { expect, test } from 'vitest'
import type { AwsAsk } from '../../src/doctor/gather/aws.ts'
import { definitionsSeen, refusalsSeen } from '../../src/doctor/gather/aws-seen.ts'
import { lookAtNetwork } from '../../src/doctor/gather/network.ts'
import type { ServiceFacts, TaskFacts } from '../../src/host/aws-api.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { PRODUCTS } from '../../src/products/registry.ts'
import type { Checkup } from '../../src/targets/aws/checkup.ts'
import { fakeHost } from '../support/host.ts'

const at = (minute: number): Instant => instantAt(Date.UTC(2026, 10, 23, 12, minute))

const task = (more: Partial<TaskFacts>): TaskFacts => ({
  arn: 'arn:task',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  taskDefinition: 'arn:aws:ecs:us-east-1:1:task-definition/agent:7',
  startedBy: null,
  service: null,
  created: at(0),
  started: at(1),
  stopped: null,
  stopCode: null,
  stopReason: null,
  containers: [{ name: 'agent', exitCode: null, reason: null }],
  ...more,
})

const failed = (minute: number) =>
  task({
    lastStatus: 'STOPPED',
    stopped: at(minute),
    stopCode: 'EssentialContainerExited',
    stopReason: 'Essential container in task exited',
    containers: [{ name: 'agent', exitCode: 1, reason: null }],
  })

const service: ServiceFacts = {
  arn: 'arn:service',
  name: 'agent',
  status: 'ACTIVE',
  controller: 'ECS',
  desired: 1,
  running: 1,
  pending: 0,
  taskDefinition: 'arn:definition',
  circuitBreaker: null,
  minimumHealthy: 100,
  maximum: 200,
  strategy: 'ROLLING',
  scheduling: 'REPLICA',
  bakeMinutes: 0,
  shiftMinutes: 0,
  alarms: [],
  hooks: [],
  tags: {},
  deployments: [],
  events: [],
}

const checked = (tasks: readonly TaskFacts[], of: ServiceFacts = service): Checkup => ({
  place: { region: 'us-east-1', profile: null },
  caller: { seen: { account: '1', arn: 'arn:me', expires: null } },
  secret: null,
  missing: [],
  clocks: [],
  services: {
    seen: [
      {
        service: of,
        definition: {
          seen: { arn: 'arn:definition', executionRole: null, taskRole: null, containers: [] },
        },
        tasks: { seen: tasks },
      },
    ],
  },
})

const refusals = (tasks: readonly TaskFacts[], now = at(59)) => {
  const looked = refusalsSeen(checked(tasks), PRODUCTS.axonflow, now)
  return 'seen' in looked ? looked.seen.findings.map(({ severity, says }) => `${severity}: ${says}`) : null
}

test('a task that failed is a fault, until one has come up after it', () => {
  const words =
    'service agent: 2 tasks of agent:7 stopped within the hour: Essential container in task exited (agent: exit code 1)'
  expect(refusals([failed(10), failed(20)])).toEqual([`error: ${words}`])
  expect(refusals([failed(10), failed(20), task({ started: at(5) })])).toEqual([`error: ${words}`])
  expect(refusals([failed(10), failed(20), task({ started: at(21) })])).toEqual([`warning: ${words}`])
  expect(refusals([task({})])).toEqual([])
  // The last one ran for 19 minutes: one that has not lasted as long may be about to fail, too.
  const again = [failed(10), failed(20), task({ started: at(21) })]
  expect(refusals(again, at(40))).toEqual([`error: ${words}`])
  expect(refusals(again, at(41))).toEqual([`warning: ${words}`])
})

test.each([
  ['DRAINING', 1, 'service agent is DRAINING, not ACTIVE'],
  ['ACTIVE', 0, 'service agent has a desired count of 0: nothing runs that could read a key'],
])('a service that is %s and wants %i tasks', (status, desired, says) => {
  const ask = { cluster: 'c' } as AwsAsk
  const looked = definitionsSeen(checked([], { ...service, status, desired }), null, [], ask)
  expect('seen' in looked && looked.seen.findings.map((finding) => finding.says)).toEqual([says])
})

test.each([
  ['http://proxy:3128', 'HTTPS_PROXY http://proxy:3128'],
  [
    'http://user:hunter2@proxy:3128/path?x=1',
    'HTTPS_PROXY http://proxy:3128, with a user and password that are not shown',
  ],
  ['user:hunter2@proxy:3128', 'HTTPS_PROXY ***@proxy:3128'],
  ['http://user:hunter2@', 'HTTPS_PROXY http://***@'],
])('of an address only host and port are told: %s', (value, says) => {
  expect(lookAtNetwork(fakeHost({ env: { HTTPS_PROXY: value } })).says).toBe(says)
})
