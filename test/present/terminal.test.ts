import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'rolldown'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fillIn, sampleKey } from '../support/sample-keys.ts'
import { openTerminal, type Terminal, tmuxIsThere } from './tmux.ts'

const name = tmuxIsThere ? 'in a real terminal' : 'in a real terminal (skipped: no tmux on the PATH)'
const key = sampleKey({
  tier: 'Enterprise',
  deployment_id: 'acme',
  issued_at: '20251028',
  expires_at: '20261028',
})
const env = { LIC_PUBLIC_KEY: fillIn('{{anchors}}'), NODE: process.execPath }

describe.skipIf(!tmuxIsThere)(name, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lic-terminal-'))
  const lic = `"$NODE" ${join(folder, 'main.js')}`
  const open: Terminal[] = []
  const terminal = (width: number, line: string, more: Record<string, string> = {}) => {
    const opened = openTerminal({ width, height: 30 }, `${lic} ${line}`, { ...env, ...more })
    open.push(opened)
    return opened
  }

  beforeAll(async () => {
    await build({
      input: { main: resolve('src/main.ts') },
      platform: 'node',
      logLevel: 'silent',
      output: { dir: folder, format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    })
  })
  afterEach(() => {
    for (const each of open.splice(0)) each.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('inspect draws the time line, in the basic colours, and leaves no escape behind', async () => {
    const { shows, screen, colored } = terminal(120, 'inspect env:K --at 2026-10-01', { K: key })
    await shows('exit 0')
    expect(screen()).toContain('at 2026-10-01 ▼\n  ━━━━')
    expect(screen()).toMatch(/^usable: Enterprise for acme, until 2026-10-28T00:00:00Z/)
    const codes = colored().match(/\u001b\[[^A-Za-z]*[A-Za-z]/g) ?? []
    expect(codes.length).toBeGreaterThan(0)
    expect(codes.filter((code) => !/^\u001b\[(0|1|2|22|3[0-7]|39|49)?(;\d+)*m$/.test(code))).toEqual([])
    expect(
      screen()
        .replace(/[^\u0000-\u001f]/g, '')
        .replace(/\n/g, ''),
    ).toBe('')
  })

  test('on a narrow one the drawing fits', async () => {
    const { shows, screen } = terminal(44, 'inspect env:K --at 2026-10-01', { K: key, NO_COLOR: '1' })
    await shows('exit 0')
    const bar = screen()
      .split('\n')
      .find((line) => line.startsWith('  ━'))
    expect(bar?.length).toBe(42)
  })

  test('a table is drawn', async () => {
    const { shows, screen } = terminal(100, 'limits Evaluation Enterprise')
    await shows('exit 0')
    expect(screen()).toMatch(/│ AxonFlow \d+ +│ Evaluation +│ Enterprise +│ source │/)
  })

  test('the prompt shows nothing of a key that is typed, then says what it is', async () => {
    const { shows, screen, type, press } = terminal(100, 'inspect --at 2026-10-01')
    await shows('license key (not shown): ')
    type(key)
    type(' ')
    press('Enter')
    await shows('exit ')
    expect(screen().split('\n')[0]?.trimEnd()).toBe('license key (not shown):')
    expect(screen()).toContain('a space after the key')
    const parts = [key.slice(0, 12), key.slice(5, 20), key.slice(40, 60), key.slice(-20)]
    expect(parts.filter((part) => screen().includes(part))).toEqual([])
  })

  test('Ctrl-C at the prompt ends it, and the terminal shows what is typed again', async () => {
    const { shows, screen, press, type } = terminal(80, 'inspect')
    await shows('license key (not shown): ')
    press('C-c')
    await shows('exit 130')
    expect(screen()).toContain('error: no key was typed [usage.interrupted]')
    type('seen again')
    await shows('seen again')
  })
})
