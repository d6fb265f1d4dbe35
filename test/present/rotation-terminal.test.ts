import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { build } from 'rolldown'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { openTerminal, type Terminal, tmuxIsThere } from './tmux.ts'

const name = tmuxIsThere
  ? 'a rotation in a real terminal'
  : 'a rotation in a real terminal (skipped: no tmux on the PATH)'

describe.skipIf(!tmuxIsThere)(name, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lic-rotation-terminal-'))
  const report = join(folder, 'report.json')
  let sandbox: Sandbox
  let terminal: Terminal | null = null

  /** Tasks take a few seconds to start, so that there is a rollout to be watched. */
  const rotating = (line = '') => {
    const key = join(folder, 'new.key')
    writeFileSync(key, sandbox.issue({ tier: 'Enterprise', org: 'acme', days: 365 }), { mode: 0o600 })
    const lic = `"$NODE" ${join(folder, 'main.js')}`
    const opened = openTerminal(
      { width: 100, height: 40 },
      `${lic} rotate file:${key} --yes --report-file ${report} ${line}`,
      { ...sandbox.env, NODE: process.execPath },
    )
    terminal = opened
    return opened
  }
  const reported = () => JSON.parse(readFileSync(report, 'utf8'))
  const live = () => {
    const { secrets, tasks } = sandbox.world()
    return {
      version: secrets[0]?.versions.findIndex(({ id }) => id === secrets[0]?.labels.get('AWSCURRENT')),
      tiers: [
        ...new Set(tasks.filter(({ status }) => status === 'RUNNING').map((task) => task.license?.tier)),
      ],
    }
  }

  beforeAll(async () => {
    await build({
      input: { main: resolve('src/main.ts') },
      platform: 'node',
      logLevel: 'silent',
      output: { dir: folder, format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    })
  })
  beforeEach(async () => {
    rmSync(report, { force: true })
    sandbox = await startSandbox({ timings: { boot: 4000 } })
  })
  afterEach(async () => {
    terminal?.close()
    await sandbox.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('Ctrl-C asks under the drawing, which goes on; wait goes on to the end', async () => {
    const { shows, screen, press, type } = rotating()
    await shows('0 of 2 tasks on the key')
    press('C-c')
    await shows('[w]ait')
    await shows('2 of 4 tasks on the key')
    expect(screen()).toContain('[u]ndo: take it back now')
    type('w')
    await shows('exit 0')
    expect(screen()).toContain('going on')
    expect(screen()).not.toContain('[w]ait')
    type('seen again')
    await shows('seen again')
    expect(reported().result.report.ending).toBe('done')
  })

  test('undo: back to the old key', async () => {
    const { shows, screen, press, type } = rotating()
    await shows('0 of 2 tasks on the key')
    press('C-c')
    await shows('[w]ait')
    type('u')
    await shows('exit 51')
    expect(screen()).toContain('taken back as asked; nothing had failed [rotation.undo-asked]')
    expect(live()).toEqual({ version: 0, tiers: ['Professional'] })
  })

  test('a second Ctrl-C leaves at once, with the key that is live and what to do', async () => {
    const { shows, screen, press } = rotating()
    await shows('0 of 2 tasks on the key')
    press('C-c')
    await shows('[w]ait')
    press('C-c')
    await shows('exit 54')
    expect(screen()).toContain('[rotation.left]')
    expect(screen()).toMatch(/now: AWSCURRENT is on the new version/)
    expect(screen()).not.toContain('[w]ait')
    expect(reported().error.code).toBe('rotation.left')
  })

  test('the terminal goes away: it goes on to its end, and the report is in the file', async () => {
    const { shows, close } = rotating()
    await shows('0 of 2 tasks on the key')
    close()
    while (!existsSync(report)) await setTimeout(50)
    expect(reported().result.report.ending).toBe('done')
    expect(live()).toEqual({ version: 1, tiers: ['Enterprise'] })
  })

  test('the terminal goes away while the question stands: the same', async () => {
    const { shows, press, close } = rotating()
    await shows('0 of 2 tasks on the key')
    press('C-c')
    await shows('[w]ait')
    close()
    while (!existsSync(report)) await setTimeout(50)
    expect(reported().result.report.ending).toBe('done')
  })
})
