import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { labelsOf, type Outcome } from '../rotation/lic.ts'
import { awsIsThere, folder, shell } from '../sandbox/support/aws-command.ts'
import { fakeHost } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Moto, motoIsThere, startMoto } from './server.ts'

/*
 * Where moto is not like AWS, and what that leaves to be tested with it:
 * - its services have no tasks: nothing proves a key, so the best ending here is *unfinished*
 * - a custom label may sit on two versions: it cannot test the lock
 * - a put takes custom labels off other versions, and after a move a read that names no stage answers the old value
 * - a failed move can lose AWSCURRENT
 * - a deployment is renamed in place; there are no events and no service-deployment calls
 */
const there = motoIsThere && awsIsThere
const name = there
  ? 'against moto_server, an AWS that is not ours'
  : 'against moto_server (skipped: it or aws is not on the PATH)'

const ECS = 'AmazonEC2ContainerServiceV20141113'
const SECRET = 'axonflow/license-key'
const old = sampleKey({ tier: 'Professional', org_id: 'acme', deployment_id: 'acme', expires_at: '20281231' })
const fresh = sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20291231' })

describe.skipIf(!there)(name, () => {
  let moto: Moto
  let cwd: string
  beforeAll(async () => {
    moto = await startMoto()
    cwd = folder()
  })
  beforeEach(async () => {
    await moto.reset()
    await plant()
  })
  afterAll(() => moto.close())

  /** The real command, as an operator would type it. */
  async function aws(command: string): Promise<string> {
    const { code, out, err } = await shell(command, moto.env, cwd)
    expect([command, code, err]).toEqual([command, 0, ''])
    return out.trim()
  }

  async function plant(): Promise<void> {
    const { ARN } = await moto.call('secretsmanager.CreateSecret', { Name: SECRET, SecretString: old })
    const cluster = 'axonflow-cluster'
    await moto.call(`${ECS}.CreateCluster`, { clusterName: cluster })
    for (const role of ['agent', 'orchestrator']) {
      const container = {
        name: role,
        image: 'axonflow@sha256:0',
        essential: true,
        memory: 100,
        secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: ARN }],
      }
      const family = `axonflow-${role}`
      await moto.call(`${ECS}.RegisterTaskDefinition`, { family, containerDefinitions: [container] })
      const service = { serviceName: `${family}-service`, taskDefinition: family, desiredCount: 1 }
      await moto.call(`${ECS}.CreateService`, { cluster, ...service })
    }
  }

  async function lic(...argv: string[]): Promise<Outcome> {
    const host = fakeHost({
      now: instantAt(Date.now()),
      env: { LIC_PUBLIC_KEY: testAnchors.enterprise },
      files: { 'new.key': fresh, 'other.key': old },
      aws: await connect({ region: 'us-east-1' }, process.env, {
        endpoint: moto.endpoint,
        credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' },
      }),
    })
    const random = (count: number) => crypto.getRandomValues(new Uint8Array(count))
    await run([...argv, '--json'], { ...host, random })
    expect(host.out() + host.err()).not.toContain(fresh.slice(5, 40))
    return JSON.parse(host.out()) as Outcome
  }

  const stages = async () => {
    const { VersionIdsToStages } = await moto.call('secretsmanager.DescribeSecret', { SecretId: SECRET })
    return labelsOf(VersionIdsToStages as Record<string, readonly string[]>)
  }
  const current = () =>
    aws(
      `aws secretsmanager get-secret-value --secret-id ${SECRET} --version-stage AWSCURRENT --query SecretString --output text`,
    )

  test('a key is read, a rotation planned, and nothing written', async () => {
    const seen = await lic('inspect', `secret:${SECRET}`)
    expect(seen.exitCode).toBe(0)
    const planned = await lic('rotate', 'file:new.key', '--dry-run')
    expect(planned.exitCode).toBe(0)
    expect(planned.result.plan.steps.map(({ id }) => id)).toEqual(STEPS)
    expect(await current()).toBe(old)
    expect(await stages()).toEqual([['AWSCURRENT']])
  })

  test('status reads it all, and does not call well what no task is listed of', async () => {
    const seen = (await lic('status')) as unknown as {
      exitCode: number
      result: { services: { name: string; desired: number; tasks: object }[]; findings: { code: string }[] }
    }
    expect([seen.exitCode, seen.result.findings.map(({ code }) => code)]).toEqual([22, ['status.not-known']])
    expect(seen.result.services.map(({ name, desired, tasks }) => [name, desired, tasks])).toEqual(
      ['agent', 'orchestrator'].map((role) => [
        `axonflow-${role}-service`,
        1,
        { withThisKey: 0, withTheOneBefore: 0, unknown: 1 },
      ]),
    )
  })

  test('a new key is put, locked, archived, promoted; without tasks nothing is called done', async () => {
    const { exitCode, error, result } = await lic('rotate', 'file:new.key', '--yes', '--timeout', '5s')
    expect([exitCode, error?.code, result.report?.ending]).toEqual([54, 'rotation.timeout', 'unfinished'])
    expect(await current()).toBe(fresh)
    expect(await stages()).toEqual([
      ['AWSCURRENT', 'lic-pending', 'lic-run'],
      ['AWSPREVIOUS', 'lic-archive'],
    ])
    const again = await lic('rotate', 'file:other.key', '--yes')
    expect([again.exitCode, again.error?.code]).toEqual([53, 'secret.in-flight'])
    expect(await current()).toBe(fresh)
  })

  test('the commands that are printed go back to the old key', async () => {
    const { result } = await lic('rotate', 'file:new.key', '--yes', '--timeout', '5s')
    const next = result.report?.next ?? []
    const back = next.slice(next.findIndex((line) => line.startsWith('# or go back')) + 1)
    for (const command of back.filter((line) => line.startsWith('aws '))) await aws(command)
    expect(await current()).toBe(old)
    expect(await stages()).toEqual([
      ['AWSCURRENT', 'lic-archive'],
      ['AWSPREVIOUS', 'lic-failed'],
    ])
  })

  test('taken up again it is still not called done; abandoned, only the labels go', async () => {
    await lic('rotate', 'file:new.key', '--yes', '--timeout', '5s')
    const again = await lic('rotate', '--resume', '--yes', '--timeout', '5s')
    expect([again.exitCode, again.result.report?.ending]).toEqual([54, 'unfinished'])
    const abandoned = await lic('rotate', '--abandon', '--yes')
    expect([abandoned.exitCode, abandoned.result.report?.ending]).toEqual([0, 'done'])
    expect(await current()).toBe(fresh)
    expect(await stages()).toEqual([['AWSCURRENT'], ['AWSPREVIOUS', 'lic-archive']])
  })

  test('the archived key is found again, and goes back into place', async () => {
    await lic('rotate', 'file:new.key', '--yes', '--timeout', '5s')
    await lic('rotate', '--abandon', '--yes')
    const back = await lic('rollback', '--yes', '--timeout', '5s')
    expect([back.exitCode, back.result.report?.ending]).toEqual([54, 'unfinished'])
    expect(await current()).toBe(old)
    const { exitCode } = await lic('history')
    expect(exitCode).toBe(0)
  })

  test('a redeployment forces a new one of each service', async () => {
    const ids = async () => {
      const services = ['axonflow-agent-service', 'axonflow-orchestrator-service']
      const answer = await moto.call(`${ECS}.DescribeServices`, { cluster: 'axonflow-cluster', services })
      const found = answer.services as readonly { readonly deployments: readonly { readonly id: string }[] }[]
      return found.flatMap(({ deployments }) => deployments.map(({ id }) => id))
    }
    const before = await ids()
    const { exitCode, result } = await lic('redeploy', '--yes', '--timeout', '5s')
    expect([exitCode, result.report?.ending]).toEqual([54, 'unfinished'])
    const after = await ids()
    expect(after.filter((id) => before.includes(id))).toEqual([])
    expect(after.length).toBe(2)
  })

  test('what is not there is said', async () => {
    const none = await lic('rotate', 'file:new.key', '--yes', '--secret', 'no/such')
    expect([none.exitCode, none.error?.code]).toEqual([50, 'secret.missing'])
    const service = await lic('rotate', 'file:new.key', '--yes', '--service', 'no-such-service')
    expect([service.exitCode, service.error?.code]).toEqual([50, 'service.missing'])
    await moto.call('secretsmanager.DeleteSecret', { SecretId: SECRET })
    const deleted = await lic('rotate', 'file:new.key', '--yes')
    expect([deleted.exitCode, deleted.error?.code]).toEqual([50, 'secret.deleted'])
  })
})

const STEPS = [
  'stage',
  'lock',
  'look-again',
  'archive',
  'promote',
  'redeploy',
  'follow',
  'prove',
  'read-again',
  'finish',
]
