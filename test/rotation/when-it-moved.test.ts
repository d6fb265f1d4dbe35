import { expect, test } from 'vitest'
import { type Aws, AwsTrouble, type ServiceFacts } from '../../src/host/aws-api.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { givenUp } from '../../src/targets/aws/blame.ts'
import { freshness, momentOf } from '../../src/targets/aws/freshness.ts'
import { moveLabel } from '../../src/targets/aws/perform/move-label.ts'
import type { Run } from '../../src/targets/aws/perform/run.ts'

const NOON = Date.UTC(2026, 10, 23, 12)
const at = (milliseconds: number): Instant => instantAt(NOON + milliseconds)

test('an answer of 12:00:00 was given within that second: a task made in it may have read either key', () => {
  const moved = momentOf(at(0))
  expect(moved).toEqual({ notBefore: at(0), notAfter: at(1000) })
  expect(freshness({ created: at(999), started: at(5000) }, moved)).toBe('unknown')
  expect(freshness({ created: at(1000), started: at(5000) }, moved)).toBe('fresh')
  expect(freshness({ created: at(-9000), started: at(-1) }, moved)).toBe('old')
  expect(freshness({ created: at(-9000), started: at(0) }, moved)).toBe('unknown')
  expect(freshness({ created: at(-9000), started: null }, moved)).toBe('unknown')
  expect(freshness({ created: null, started: null }, moved)).toBe('unknown')
})

test('a move whose answer took long may have happened right after the answer before', async () => {
  const moveStage = async () => ({ date: at(8000) })
  const memory = { heard: at(2000) }
  const run = { aws: { secrets: { moveStage } } as unknown as Aws, secretId: 's', memory } as unknown as Run
  expect(await moveLabel(run, { stage: 'AWSCURRENT', to: 'v2', from: 'v1' })).toEqual({
    kind: 'moved',
    when: { notBefore: at(2000), notAfter: at(9000) },
  })
  expect(memory.heard).toBe(at(8000))
})

test('a move whose answer was lost happened between the answer before and the look at the labels', async () => {
  const lost = new AwsTrouble('timeout', 'secretsmanager:Move', 's', 'TimeoutError', '', true)
  const secrets = {
    moveStage: async () => {
      throw lost
    },
    describe: async () => ({ stages: { v2: ['AWSCURRENT'] }, date: at(9000) }),
  }
  const memory = { heard: at(2000) }
  const run = { aws: { secrets } as unknown as Aws, secretId: 's', memory } as unknown as Run
  expect(await moveLabel(run, { stage: 'AWSCURRENT', to: 'v2', from: 'v1' })).toEqual({
    kind: 'moved',
    when: { notBefore: at(2000), notAfter: at(10_000) },
  })
})

test('only a deployment of ours that ECS gave up is a failure of ours', () => {
  const service = { deployments: [{ id: 'theirs', rollout: 'FAILED' }] } as unknown as ServiceFacts
  expect(givenUp(service, new Set(['ours']))).toBeNull()
  expect(givenUp(service, new Set(['theirs']))).toEqual({ id: 'theirs', rollout: 'FAILED' })
})
