import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts'
import { awsIsThere, folder, shell } from '../sandbox/support/aws-command.ts'
import { type FakeHost, fakeHost } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { currentValue, labels, NEW_KEY, type Outcome, running, SECRET } from './lic.ts'

const name = awsIsThere
  ? 'every aws command that is printed runs as it is printed'
  : 'every aws command that is printed (skipped: there is no aws on the PATH)'

describe.skipIf(!awsIsThere)(name, () => {
  let sandbox: Sandbox
  let host: FakeHost
  let stopAt: (calls: number) => boolean

  async function open(options: SandboxOptions, key: (sandbox: Sandbox) => string): Promise<void> {
    const clock: { now: () => Instant } = { now: () => instantAt(Date.UTC(2026, 10, 23, 12)) }
    sandbox = await startSandbox({ ...options, now: () => clock.now() })
    const { env } = sandbox
    stopAt = () => false
    const aws = await connect({ region: 'us-east-1' }, process.env, {
      endpoint: sandbox.endpoint,
      credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
    })
    let calls = 0
    const tasks: typeof aws.ecs.tasks = (...args) => {
      if (stopAt(++calls)) host.signal('SIGINT')
      return aws.ecs.tasks(...args)
    }
    host = fakeHost({
      env: { LIC_PUBLIC_KEY: `${env.LIC_PUBLIC_KEY},${testAnchors.enterprise}` },
      files: { [NEW_KEY]: key(sandbox) },
      aws: { ...aws, ecs: { ...aws.ecs, tasks } },
    })
    clock.now = host.now
  }
  afterEach(() => sandbox.close())

  const lic = async (...argv: string[]): Promise<Outcome> => {
    await run([...argv, '--json'], host)
    return JSON.parse(host.out()) as Outcome
  }
  const rotate = () => lic('rotate', `file:${NEW_KEY}`, '--yes')

  /** Each command in its turn, with time enough between them for everything to come to rest. */
  async function each(commands: readonly string[]): Promise<readonly string[]> {
    const cwd = folder()
    const outs: string[] = []
    for (const command of commands) {
      const { code, out, err } = await shell(command, sandbox.env, cwd)
      expect([command, code, err]).toEqual([command, 0, ''])
      outs.push(out)
      await host.sleep(60_000)
    }
    return outs
  }

  /** The commands below a `#` line that begins so. */
  function under(next: readonly string[], heading: string): readonly string[] {
    const at = next.findIndex((line) => line.startsWith(`# ${heading}`)) + 1
    const rest = next.slice(at)
    const end = rest.findIndex((line) => line.startsWith('#'))
    return end < 0 ? rest : rest.slice(0, end)
  }

  const stopped = async () => {
    await open({}, ({ issue }) => issue({ days: 365 }))
    stopAt = (calls) => calls > 3
    const { exitCode, result } = await rotate()
    expect(exitCode).toBe(54)
    return result.report?.next ?? []
  }

  test('stopped on the way: looked, and gone on', { timeout: 60_000 }, async () => {
    const next = await stopped()
    const [seen] = await each([...under(next, 'or by hand'), ...under(next, 'either')])
    expect(Object.values(JSON.parse(seen ?? '') as object).flat()).toContain('lic-pending')
    expect(labels(sandbox.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
    expect(running(sandbox.world())).toEqual(['Enterprise', 'Enterprise', 'Enterprise'])
  })

  test('stopped on the way: gone back', { timeout: 60_000 }, async () => {
    await each(under(await stopped(), 'or go back'))
    expect(labels(sandbox.world())).toEqual([
      'AWSCURRENT v1',
      'AWSPREVIOUS v2',
      'lic-archive v1',
      'lic-failed v2',
    ])
    expect(running(sandbox.world())).toEqual(['Professional', 'Professional', 'Professional'])
  })

  const commandsIn = (hints: readonly string[]) =>
    hints.flatMap((hint) => /: (aws .*)$/.exec(hint)?.[1] ?? [])

  test('why a task did not start is in the log', { timeout: 60_000 }, async () => {
    const key = { tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20280101' }
    await open({}, () => sampleKey(key))
    const { error } = await rotate()
    const [log] = await each(commandsIn(error?.hints ?? []))
    expect(JSON.parse(log ?? '').events[0].message).toContain('License validation failed')
  })

  test('what a refusal advises', { timeout: 60_000 }, async () => {
    await open({}, ({ issue }) => issue({ days: 365 }))
    const secret = sandbox.world().secrets.find((one) => one.name === SECRET)
    secret?.labels.set('lic-pending', secret.labels.get('AWSCURRENT') ?? '')
    const locked = await rotate()
    expect(await each(commandsIn(locked.error?.hints ?? []))).toHaveLength(2)
    expect(labels(sandbox.world())).toEqual(['AWSCURRENT v1'])
    expect(currentValue(sandbox.world())).not.toBe('')
  })

  test.each([[['--cluster', 'nothing-here']], [['--service', 'nobody']]])(
    'where to look for the right name (%o)',
    { timeout: 60_000 },
    async (argv) => {
      await open({}, ({ issue }) => issue({ days: 365 }))
      const { error } = await lic('rotate', `file:${NEW_KEY}`, '--dry-run', ...argv)
      expect(error?.code).toBe('service.missing')
      expect(await each(commandsIn(error?.hints ?? []))).toHaveLength(1)
    },
  )
})
