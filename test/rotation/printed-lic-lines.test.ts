import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { handle } from '../../src/sandbox/world/handle.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { type Event, type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { labels, lic, NEW_KEY, type Outcome, rotate, running, SECRET, UNBOOTABLE, withNewKey } from './lic.ts'

const NEW = ['Enterprise', 'Enterprise', 'Enterprise']
const WHERE =
  '--secret axonflow/license-key --cluster axonflow-cluster --service axonflow-agent-service --service axonflow-orchestrator-service --region us-east-1'
const PEM = '-----BEGIN CERTIFICATE-----\n'
const OLD = ['Professional', 'Professional', 'Professional']

/** The words of a line as a shell splits them. */
const words = (line: string): readonly string[] =>
  execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')

/** Runs a printed line as it is printed, on another machine, with somebody who says yes. */
async function paste(here: Sandboxed, line: string, ...more: string[]): Promise<Outcome> {
  const [command, ...argv] = words(line)
  expect(command).toBe('lic')
  const host = here.colleague({})
  await run([...argv, '--yes', '--json', ...more], host)
  return JSON.parse(host.out()) as Outcome
}

/** The lines below a `#` line that begins so. */
function under(next: readonly string[], heading: string): readonly string[] {
  const at = next.findIndex((line) => line.startsWith(`# ${heading}`)) + 1
  expect([heading, at]).not.toEqual([heading, 0])
  const rest = next.slice(at)
  const end = rest.findIndex((line) => line.startsWith('#'))
  return end < 0 ? rest : rest.slice(0, end)
}

const inHints = (hints: readonly string[]) => hints.flatMap((hint) => /: (lic .*)$/.exec(hint)?.[1] ?? [])

const stop: Event = { call: 'ecs.tasks', nth: 5, before: (_world, host) => host.signal('SIGINT') }

/** Ctrl-C while following, or before the promotion. */
async function unfinished(event: Event = stop, ...argv: string[]) {
  const here = await withNewKey({ events: [event] })
  const { exitCode, result } = await rotate(here, ...argv)
  expect(exitCode).toBe(54)
  return { here, next: result.report?.next ?? [] }
}

test('unfinished: gone on with', async () => {
  const { here, next } = await unfinished()
  expect(next[0]).toBe('# go on, here or on another machine:')
  const [line = ''] = under(next, 'go on')
  expect((await paste(here, line)).exitCode).toBe(0)
  expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1', 'lic-lived v2'])
  expect(running(here.world())).toEqual(NEW)
})

test('unfinished before the move: gone on with', async () => {
  const { here, next } = await unfinished({ ...stop, call: 'secrets.moveStage', nth: 2 })
  const [line = ''] = under(next, 'go on')
  expect((await paste(here, line)).exitCode).toBe(0)
  expect(running(here.world())).toEqual(NEW)
})

test('unfinished: let be, then what that prints', async () => {
  const { here, next } = await unfinished()
  const [line = ''] = under(next, 'or let it be as it is')
  const abandoned = await paste(here, line)
  expect(abandoned.exitCode).toBe(0)
  expect(labels(here.world())).toEqual(['AWSCURRENT v2', 'AWSPREVIOUS v1', 'lic-archive v1'])
  await here.host.sleep(60_000)
  const [redeploy = ''] = abandoned.result.report?.next ?? []
  expect((await paste(here, redeploy)).exitCode).toBe(0)
  expect(running(here.world())).toEqual(NEW)
})

test('unfinished: let be, and gone back to the archived key', async () => {
  const { here, next } = await unfinished()
  const [abandon = '', rollback = ''] = under(next, 'or let it be, then go back')
  expect((await paste(here, abandon)).exitCode).toBe(0)
  await here.host.sleep(60_000)
  expect((await paste(here, rollback)).exitCode).toBe(0)
  expect(running(here.world())).toEqual(OLD)
})

test('quoted, where a word needs it', async () => {
  const { here, next } = await unfinished(stop, '--health-url', "http://agent/health?a=1&b='2'")
  const [line = ''] = under(next, 'go on')
  expect(words(line)).toContain("http://agent/health?a=1&b='2'")
  expect((await paste(here, line)).exitCode).toBe(0)
})

test('stranded in the undo: taken up, and undone', async () => {
  const here = await sandboxed({
    events: [{ call: 'ecs.forceDeployment', when: () => undoing(), fails: 'denied' }],
    told: { files: { [NEW_KEY]: UNBOOTABLE } },
  })
  const undoing = () => here.calls.filter((call) => call === 'secrets.moveStage').length > 3
  const trusting = ['--public-key', testAnchors.enterprise]
  const { exitCode, result } = await rotate(here, ...trusting)
  expect(exitCode).toBe(52)
  const [line = ''] = under(result.report?.next ?? [], 'go on')
  expect((await paste(here, line)).exitCode).toBe(51)
  expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'AWSPREVIOUS v2', 'lic-archive v1', 'lic-failed v2'])
  expect(running(here.world())).toEqual(OLD)
})

test('stranded for want of time: what it failed with first is said, too', async () => {
  const here = await sandboxed({ told: { files: { [NEW_KEY]: UNBOOTABLE } } })
  const trusting = ['--public-key', testAnchors.enterprise]
  const { exitCode, error, result } = await rotate(here, ...trusting, '--undo-timeout', '1s')
  expect([exitCode, error]).toEqual([
    52,
    {
      code: 'rotation.timeout',
      message:
        'time ran out on the way back, while following services axonflow-agent-service and axonflow-orchestrator-service',
      hints: [
        'give it longer with --undo-timeout',
        'it was being taken back because of this: service axonflow-agent-service: 4 tasks of the new deployment failed; the first task stopped with: Essential container in task exited (agent: exit code 1)',
      ],
    },
  ])
  const [line = ''] = under(result.report?.next ?? [], 'go on')
  expect((await paste(here, line)).exitCode).toBe(51)
  expect(running(here.world())).toEqual(OLD)
})

test('stranded, let be, and rotated on: the key that failed is not gone back to', async () => {
  const here = await sandboxed({ told: { files: { [NEW_KEY]: UNBOOTABLE } } })
  const trusting = ['--public-key', testAnchors.enterprise]
  const { result } = await rotate(here, ...trusting, '--undo-timeout', '1s')
  const [line = ''] = under(result.report?.next ?? [], 'or let it be as it is')
  expect((await paste(here, line)).exitCode).toBe(0)
  expect(labels(here.world())).toEqual(['AWSCURRENT v1', 'AWSPREVIOUS v2', 'lic-archive v1', 'lic-failed v2'])
  await here.host.sleep(60_000)
  const argv = ['--yes', '--json', ...trusting]
  const next = here.colleague({ [NEW_KEY]: here.key() })
  expect(await run(['rotate', `file:${NEW_KEY}`, ...argv], next)).toBe(0)
  await here.host.sleep(60_000)
  expect(await run(['rollback', ...argv], here.host)).toBe(0)
  expect(running(here.world())).toEqual(OLD)
})

test('a redeployment that is not through: redeployed again', async () => {
  const here = await withNewKey({ events: [{ ...stop, nth: 4 }] })
  const { exitCode, result } = await lic(here, 'redeploy', '--yes')
  expect(exitCode).toBe(54)
  await here.host.sleep(60_000)
  const [line = ''] = under(result.report?.next ?? [], 'redeploy again')
  expect((await paste(here, line)).exitCode).toBe(0)
})

test('what a refusal advises while another key is in flight', async () => {
  const { here } = await unfinished()
  const other = here.colleague({ [NEW_KEY]: here.key({ days: 700 }) })
  expect(await run(['rotate', `file:${NEW_KEY}`, '--yes', '--json'], other)).toBe(53)
  const { error } = JSON.parse(other.out()) as Outcome
  const [resume = '', abandon = ''] = inHints(error?.hints ?? [])
  expect((await paste(here, resume)).exitCode).toBe(0)
  const nothing = await paste(here, abandon)
  expect([nothing.exitCode, nothing.result.report]).toEqual([0, null])
})

test('overtaken: once nobody else is at work, every task gets the key that is live', async () => {
  const here = await withNewKey({
    events: [
      {
        call: 'ecs.tasks',
        nth: 5,
        before: (world) => {
          const body = { SecretId: SECRET, SecretString: theirs, ClientRequestToken: 'c'.repeat(32) }
          handle(world, { service: 'secretsmanager', action: 'PutSecretValue', body })
        },
      },
    ],
  })
  const theirs = here.key({ tier: 'Plus' })
  const { exitCode, result } = await rotate(here)
  expect(exitCode).toBe(53)
  const [line = ''] = under(result.report?.next ?? [], 'once nobody else is at work')
  await here.host.sleep(60_000)
  expect((await paste(here, line)).exitCode).toBe(0)
  expect(running(here.world())).toEqual(['Plus', 'Plus', 'Plus'])
})

test('what the command line said of judging is said again: the file of a public key need not be there', async () => {
  const theirs = testAnchors.enterprise.replace('enterprise=', '')
  const here = await sandboxed({
    events: [stop],
    told: { files: { [NEW_KEY]: UNBOOTABLE, 'theirs.pub': theirs, 'ca.pem': PEM } },
  })
  const pin = createHash('sha256').update(Buffer.from(theirs, 'hex')).digest('hex')
  const ours = Object.values(here.issuer.anchors)
  const pins = [pin, ...ours.map((hex) => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex'))]
  const { exitCode, result } = await rotate(
    here,
    ...['--public-key', 'enterprise=file:theirs.pub', '--pin', pins.join(',')],
    ...['--platform', '10', '--timeout', '2h', '--undo-timeout', '180m'],
    ...['--health-url', 'https://10.0.0.1/health', '--health-host-name', 'agent', '--health-ca', 'ca.pem'],
  )
  expect(exitCode).toBe(54)
  const next = result.report?.next ?? []
  const judging = `--public-key enterprise=${theirs} --pin ${pins.join(',')} --platform 10 --timeout 2h --undo-timeout 180m`
  const health = '--health-url https://10.0.0.1/health --health-host-name agent --health-ca ca.pem'
  expect(next.filter((line) => line.startsWith('lic '))).toEqual([
    `lic rotate --resume ${health} ${judging} ${WHERE}`,
    `lic rotate --abandon ${judging} ${WHERE}`,
    `lic rotate --abandon ${judging} ${WHERE}`,
    `lic rollback ${health} ${judging} ${WHERE}`,
  ])
  const [line = ''] = under(next, 'go on')
  const colleague = here.colleague({ 'ca.pem': PEM })
  await run([...words(line).slice(1), '--yes', '--json'], colleague)
  const { result: gone } = JSON.parse(colleague.out()) as Outcome
  // Trusted again; its tasks refuse it, as they would have.
  expect(gone.report?.ending).toBe('undone')
})

test('a time shorter than usual is not asked for again, nor a public key of the environment', async () => {
  const { next } = await unfinished(stop, '--timeout', '5m', '--undo-timeout', '1m')
  expect(under(next, 'go on')).toEqual([`lic rotate --resume ${WHERE}`])
})

test('a redeployment that was allowed something asks for it again', async () => {
  const here = await withNewKey({ events: [{ ...stop, nth: 4 }] })
  const { result } = await lic(here, 'redeploy', '--yes', '--allow', 'over-limit', '--reason', "it's meant")
  expect(under(result.report?.next ?? [], 'redeploy again')[0]).toBe(
    `lic redeploy --allow over-limit --reason 'it'\\''s meant' ${WHERE}`,
  )
})

test('gone on with, and stopped before the move again: what was allowed is asked for again', async () => {
  let looks = Number.NEGATIVE_INFINITY
  const again: Event = { ...stop, call: 'ecs.services', when: () => ++looks === 2 }
  const { nth: _every, ...onTheWay } = again
  const here = await withNewKey({
    wish: { days: 10 },
    events: [{ ...stop, call: 'secrets.moveStage', nth: 2 }, onTheWay],
  })
  const first = await rotate(here, '--allow', 'sooner-expiry', '--reason', 'a trial')
  const line = `lic rotate --resume --allow sooner-expiry --reason 'a trial' ${WHERE}`
  expect(under(first.result.report?.next ?? [], 'go on')).toEqual([line])
  looks = 0
  const told = here.host.out().length
  await run([...words(line).slice(1), '--yes', '--json'], here.host)
  const second = JSON.parse(here.host.out().slice(told)) as Outcome
  expect([second.exitCode, under(second.result.report?.next ?? [], 'go on')]).toEqual([54, [line]])
  expect((await paste(here, line)).exitCode).toBe(0)
})

test('stopped when it was put and nothing held it: begun anew, and what was put is tidied away', async () => {
  const { here, next } = await unfinished({ ...stop, call: 'secrets.put', nth: 1 })
  const [line = ''] = under(next, 'nothing holds it yet')
  expect(line).toBe(`lic rotate file:${NEW_KEY} ${WHERE}`)
  const colleague = here.colleague({ [NEW_KEY]: here.key() })
  expect(await run([...words(line).slice(1), '--yes', '--json'], colleague)).toBe(0)
  expect(labels(here.world())).toEqual(['AWSCURRENT v3', 'AWSPREVIOUS v1', 'lic-archive v1'])
  expect(running(here.world())).toEqual(NEW)
})
