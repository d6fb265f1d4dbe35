import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const PROGRAM = join(import.meta.dirname, '../../bin/lic.js')
const scratch = mkdtempSync(join(tmpdir(), 'demo-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** Runs the demo until its first command is shown, then sends a signal. */
async function stopped(signal: NodeJS.Signals, ...story: readonly string[]) {
  const child = spawn(process.execPath, [PROGRAM, 'demo', ...story, '--pause', '60'], {
    env: { PATH: process.env.PATH, TMPDIR: scratch },
  })
  let out = ''
  for await (const chunk of child.stdout) {
    out += chunk
    if (out.includes('$ lic inspect')) break
  }
  const before = readdirSync(scratch)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  return { code: await ended, folders: before.length, left: readdirSync(scratch) }
}

test.each([
  ['SIGINT', 130, []],
  ['SIGTERM', 143, []],
  ['SIGINT', 130, ['--product', 'atlasai']],
] as const)('a demo that is stopped with %s leaves no key behind (%d, %j)', async (signal, code, story) => {
  expect(await stopped(signal, ...story)).toEqual({ code, folders: 1, left: [] })
})
