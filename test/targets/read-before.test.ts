import { expect, test } from 'vitest'
import type { Aws, SecretValue } from '../../src/host/aws-api.ts'
import { withValues } from '../../src/targets/aws/read-before.ts'

test('only what is live was read before: every other version is read when it is asked for', async () => {
  const asked: unknown[] = []
  const aws = {
    secrets: {
      describe: async (id: string) => ({ arn: `arn:${id}` }),
      get: async (...which: unknown[]) => {
        asked.push(which)
        return 'read'
      },
    },
  } as unknown as Aws
  const held = { version: 'v2' } as SecretValue
  const { secrets } = withValues(aws, new Map([['name', held]]))
  expect(await secrets.get('arn:name', { stage: 'AWSCURRENT' })).toBe('read')
  await secrets.describe('name')
  for (const id of ['name', 'arn:name']) {
    expect(await secrets.get(id, { stage: 'AWSCURRENT' })).toBe(held)
    for (const which of [{ stage: 'AWSPREVIOUS' }, { stage: 'lic-pending' }, { version: 'v1' }])
      expect(await secrets.get(id, which)).toBe('read')
  }
  expect(await secrets.get('other', { stage: 'AWSCURRENT' })).toBe('read')
  expect(asked).toHaveLength(1 + 2 * 3 + 1)
})
