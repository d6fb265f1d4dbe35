import { expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { sandboxed } from '../support/sandboxed.ts'

const secrets = (action: string, body: object) => async () => {
  const here = await sandboxed()
  const { status } = handle(here.world(), { service: 'secretsmanager', action, body })
  expect(status).toBe(200)
  return here.host
}

test('a secret that was made without a value has no version yet', async () => {
  const host = await secrets('CreateSecret', { Name: 'fresh', ClientRequestToken: 'f'.repeat(32) })()
  expect(await run(['history', '--secret', 'fresh'], host)).toBe(0)
  expect(host.out()).toBe('secret fresh in us-east-1\n\nit has no version yet\n')
})

test('one that is scheduled for deletion is said to be', async () => {
  const host = await secrets('DeleteSecret', { SecretId: 'axonflow/license-key' })()
  expect(await run(['history'], host)).toBe(2)
  expect(host.err()).toBe(
    [
      'error: axonflow/license-key cannot be read as it stands: most likely it is scheduled for deletion [aws.not-found]',
      'hint: look: aws secretsmanager describe-secret --query DeletedDate --secret-id NAME; get it back with restore-secret',
      '',
    ].join('\n'),
  )
})
