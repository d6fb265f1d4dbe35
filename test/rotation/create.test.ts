import { describe, expect, test } from 'vitest'
import { type Call, handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import type { Event, Sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, NEW_KEY, type Outcome, rotate, running, SECRET, withNewKey } from './lic.ts'

const VARIABLE = 'AXONFLOW_LICENSE_KEY'
const PARTIAL = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${SECRET}`
const VIA = ['--create', '--via', 'task-definition']
const DONE = [0, undefined, 'done']

function secrets(world: World, action: string, body: object): void {
  const call: Call = { service: 'secretsmanager', action, body }
  const answer = handle(world, call)
  if (answer.status !== 200) throw new Error(`${action}: ${JSON.stringify(answer.body)}`)
}
const ending = ({ exitCode, error, result }: Outcome) => [exitCode, error?.code, result.report?.ending]

/** No secret; the containers get the key as said. */
async function withoutSecret(
  container: (key: string, arn: string) => object,
  options: Parameters<typeof withNewKey>[0] = {},
): Promise<Sandboxed> {
  let old = ''
  const here = await withNewKey({
    ...options,
    wiring: {
      value: (key) => {
        old = key
        return key
      },
      container: (_role, arn) => container(old, arn),
    },
  })
  here.world().secrets = []
  return here
}

const plain = (key: string) => ({
  secrets: [],
  environment: [
    { name: 'ORG_ID', value: 'acme' },
    { name: VARIABLE, value: key },
  ],
})
const partial = (field = '') => ({ secrets: [{ name: VARIABLE, valueFrom: `${PARTIAL}${field}` }] })
const full = (_key: string, arn: string) => ({ secrets: [{ name: VARIABLE, valueFrom: arn }] })
const newKey = async (here: Sandboxed) =>
  new TextDecoder().decode((await here.host.files.read(NEW_KEY, 1 << 16)).bytes)

describe('a secret that is not there', () => {
  test('is created, and read', async () => {
    const here = await withoutSecret(plain)
    expect(ending(await rotate(here, ...VIA))).toEqual(DONE)
    expect(labels(here.world())).toEqual(['AWSCURRENT v1'])
    expect(currentValue(here.world())).toBe(await newKey(here))
    expect(running(here.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('is a JSON document where its services read a field', async () => {
    const here = await withoutSecret(() => partial(':license::'))
    expect(ending(await rotate(here, '--create'))).toEqual(DONE)
    expect(JSON.parse(currentValue(here.world()) ?? '')).toEqual({ license: await newKey(here) })
  })

  test('is refused where its services name the one that was there before', async () => {
    const here = await withoutSecret(full)
    expect(ending(await rotate(here, '--create'))).toEqual([50, 'wiring.recreated', undefined])
    expect(here.world().secrets).toEqual([])
  })

  test('is not created without being asked', async () => {
    const here = await withoutSecret(plain)
    expect(ending(await rotate(here, '--via', 'task-definition'))).toEqual([50, 'secret.missing', undefined])
  })

  test('cannot be created by its ARN: nobody chooses the end of one', async () => {
    const here = await withoutSecret(plain)
    const outcome = await rotate(here, ...VIA, '--secret', `${PARTIAL}-AbCdEf`)
    expect(ending(outcome)).toEqual([50, 'secret.missing', undefined])
  })

  test('read by services that have nothing else: failing tasks leave it stranded, with what to do', async () => {
    const here = await withoutSecret(() => partial(), { key: { tier: 'Evaluation', days: 10 } })
    Object.assign(here.world().anchors, { enterprise: '0'.repeat(64) })
    const outcome = await rotate(here, '--create')
    expect(ending(outcome)).toEqual([52, 'rotation.tasks-failed', 'stranded'])
    expect(outcome.result.report?.now[0]).toContain('has the new key as its first version')
    expect(outcome.result.report?.next[1]).toContain('lic redeploy --secret')
    expect(outcome.result.report?.next.join('\n')).toContain('aws ecs update-service')
  })
})

describe('creating it', () => {
  const once = (event: Omit<Event, 'call' | 'nth'>): Event => ({ call: 'secrets.create', nth: 1, ...event })

  test.each<NonNullable<Event['fails']>>(['lost', 'dropped', 'throttled'])(
    'once, whatever becomes of the answer (%s)',
    async (fails) => {
      const here = await withoutSecret(plain, { events: [once({ fails })] })
      expect(ending(await rotate(here, ...VIA))).toEqual(DONE)
      expect(labels(here.world())).toEqual(['AWSCURRENT v1'])
    },
  )

  test('denied: nothing has happened', async () => {
    const here = await withoutSecret(plain, { events: [once({ fails: 'denied' })] })
    expect(ending(await rotate(here, ...VIA))).toEqual([50, 'rotation.write-failed', 'refused'])
    expect(here.calls).not.toContain('ecs.register')
  })

  test('after somebody else did: their key counts', async () => {
    const before = (world: World) => secrets(world, 'CreateSecret', { Name: SECRET, SecretString: 'theirs' })
    const here = await withoutSecret(plain, { events: [once({ before })] })
    expect(ending(await rotate(here, ...VIA))).toEqual([53, 'rotation.created-meanwhile', 'overtaken'])
    expect(currentValue(here.world())).toBe('theirs')
    expect(here.calls).not.toContain('ecs.register')
  })

  test('when a service has changed since the plan: nothing has happened', async () => {
    const service = { cluster: 'axonflow-cluster', service: 'axonflow-agent-service' }
    const before = (world: World) => {
      handle(world, {
        service: 'ecs',
        action: 'UpdateService',
        body: { ...service, forceNewDeployment: true },
      })
    }
    const here = await withoutSecret(plain, { events: [{ call: 'ecs.services', nth: 2, before }] })
    expect(ending(await rotate(here, ...VIA))).toEqual([50, 'rotation.changed', 'refused'])
    expect(here.world().secrets).toEqual([])
  })
})

describe('a secret without a value', () => {
  async function valueless(options: Parameters<typeof withNewKey>[0] = {}): Promise<Sandboxed> {
    const here = await withoutSecret(() => partial(), options)
    secrets(here.world(), 'CreateSecret', { Name: SECRET })
    return here
  }

  test('gets its first', async () => {
    const here = await valueless()
    expect(ending(await rotate(here))).toEqual([50, 'secret.no-current', undefined])
    const again = await valueless()
    expect(ending(await rotate(again, '--create'))).toEqual(DONE)
    expect(labels(again.world())).toEqual(['AWSCURRENT v1'])
  })

  test('gets somebody elses first: theirs counts', async () => {
    const theirs = { SecretId: SECRET, SecretString: 'theirs', ClientRequestToken: 't'.repeat(32) }
    const here = await valueless({
      events: [
        {
          call: 'secrets.put',
          fails: 'dropped',
          before: (world) => secrets(world, 'PutSecretValue', theirs),
        },
      ],
    })
    expect(ending(await rotate(here, '--create'))).toEqual([53, 'rotation.created-meanwhile', 'overtaken'])
    expect(currentValue(here.world())).toBe('theirs')
  })

  test('that lost its label is somebodys doing, and stays refused', async () => {
    const here = await withNewKey()
    here.world().secrets[0]?.labels.clear()
    here.world().secrets[0]?.labels.set('kept', here.world().secrets[0]?.versions[0]?.id ?? '')
    expect(ending(await rotate(here, '--create'))).toEqual([50, 'secret.no-current', undefined])
  })
})
