import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts'
import { openTerminal, type Terminal, tmuxIsThere } from '../present/tmux.ts'

const name = tmuxIsThere
  ? 'a watch in a real terminal'
  : 'a watch in a real terminal (skipped: no tmux on the PATH)'

describe.skipIf(!tmuxIsThere)(name, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lic-watch-terminal-'))
  let sandbox: Sandbox
  let terminal: Terminal | null = null

  beforeAll(async () => {
    await build({
      input: { main: resolve('src/main.ts') },
      platform: 'node',
      logLevel: 'silent',
      output: { dir: folder, format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    })
    sandbox = await startSandbox()
  })
  afterAll(async () => {
    terminal?.close()
    await sandbox.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a screen of its own that follows the size, tells a change, and goes away with Ctrl-C', async () => {
    const lic = `"$NODE" ${join(folder, 'main.js')}`
    const opened = openTerminal({ width: 100, height: 40 }, `echo before; ${lic} watch --interval 1s`, {
      ...sandbox.env,
      NODE: process.execPath,
    })
    terminal = opened
    await opened.shows('next look in')
    expect(opened.screen()).toMatch(/^usable: Professional for acme/)
    expect(opened.screen()).not.toContain('before\n')
    expect(opened.screen()).toContain('┌─')
    opened.resize(60, 12)
    await opened.shows('lines more')
    expect(opened.screen().trimEnd().split('\n').length).toBeLessThanOrEqual(12)
    opened.resize(100, 60)
    const issued = sandbox.issue({ tier: 'Enterprise', org: 'acme', days: 365 })
    await promisify(execFile)(
      process.execPath,
      [join(folder, 'main.js'), 'rotate', 'env:NEW', '--yes', '--quiet'],
      {
        env: { ...sandbox.env, PATH: process.env.PATH, NEW: issued },
      },
    )
    await opened.shows('usable: Enterprise for acme')
    opened.press('C-c')
    await opened.shows('exit 130')
    const after = opened.screen()
    expect(after).toMatch(/^before\n/)
    expect(after).toMatch(
      /key: usable \w{12}, active, Enterprise \(was usable \w{12}, active, Professional\)/,
    )
    expect(after).not.toContain('next look in')
  })
})
