import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import { EVERYTHING, HOW, isWrite, placesOf } from './cases.ts'
import { type Place, proxyBefore } from './proxy.ts'
import { currentText, ours, tiers } from './rotation.ts'

const PROGRAM = join(import.meta.dirname, '../../bin/lic.js')
/** Seconds of the sandbox in one second outside. */
const SPEED = 20
/** Processes at the same time; they mostly wait. */
const SIDE_BY_SIDE = 4

interface Case {
  readonly at: Place
  readonly when: 'before' | 'after'
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lic-killed-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function deployment(name: string) {
  const sandbox = await startSandbox({ speed: SPEED, chance: 7 })
  const key = join(folder, `${name}.key`)
  const text = sandbox.issue({ tier: 'Enterprise', days: 300 })
  writeFileSync(key, text, { mode: 0o600 })
  return { sandbox, key, text, old: currentText(sandbox.world()) }
}

function lic(argv: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [PROGRAM, ...argv, '--json'], {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const said = text(child.stdout)
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, said, ended }
}

/** A rotation whose process is killed at one call, then one that goes on, in a process of its own. */
async function play({ at, when }: Case): Promise<string> {
  const {
    sandbox,
    key,
    text: fresh,
    old,
  } = await deployment(`${at.action}-${at.nth}-${when}`.replace(':', '-'))
  const kill = () => first.child.kill('SIGKILL')
  const proxy = await proxyBefore(sandbox.endpoint, null, { at, [when]: kill })
  const first = lic(['rotate', `file:${key}`, '--yes'], { ...sandbox.env, AWS_ENDPOINT_URL: proxy.url })
  try {
    if ((await first.ended) !== null) return 'was not killed'
    const before = live()
    const second = lic(['rotate', '--resume', '--yes'], sandbox.env)
    const code = await second.ended
    if (code !== 0 && code !== 51) return `goes on with exit ${code}: ${await second.said}`
    const world = sandbox.world()
    const held = ours(world).filter((label) => label === 'lic-pending' || label === 'lic-run')
    if (held.length > 0) return `leaves ${held.join()}`
    const run = tiers(world).join()
    const wanted = live() === 'new' ? 'Enterprise' : 'Professional'
    if (run !== wanted) return `${live()} key in the secret, ${run} runs`
    if (before === 'new' && live() !== 'new') return 'a promoted key was lost'
    return 'ok'
  } finally {
    await proxy.close()
    await sandbox.close()
  }
  function live() {
    const now = currentText(sandbox.world())
    return now === fresh ? 'new' : now === old ? 'old' : 'neither'
  }
}

/** The calls of one rotation, those once that only ask how the rollout goes. */
async function placesToDie(): Promise<readonly Place[]> {
  const { sandbox, key } = await deployment('whole')
  const proxy = await proxyBefore(sandbox.endpoint, null)
  const whole = lic(['rotate', `file:${key}`, '--yes'], { ...sandbox.env, AWS_ENDPOINT_URL: proxy.url })
  expect(await whole.ended).toBe(0)
  await proxy.close()
  await sandbox.close()
  return placesOf(proxy.calls).filter((place) => EVERYTHING || isWrite(place))
}

describe('a rotation whose process is killed', () => {
  test('is gone on with by another, whatever call it died at', async () => {
    const places = await placesToDie()
    const cases = places.flatMap((at): Case[] => [
      { at, when: 'before' },
      { at, when: 'after' },
    ])
    const wrong: string[] = []
    const queue = [...cases]
    const worker = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        const said = await play(next)
        if (said !== 'ok') wrong.push(`killed ${next.when} ${next.at.action} ${next.at.nth}: ${said}`)
      }
    }
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
    process.stdout.write(`killed: ${cases.length} cases${HOW}\n`)
    expect(cases.length).toBeGreaterThan(14)
    expect(wrong).toEqual([])
  }, 1_800_000)
})
