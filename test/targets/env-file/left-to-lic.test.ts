import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleKey, testAnchors } from '../../support/sample-keys.ts'

const LIC = join(import.meta.dirname, '..', '..', '..', 'bin', 'lic.js')
const KEY = sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20991231' })

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lic-left-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const lic = (...argv: readonly string[]) =>
  spawnSync(process.execPath, [LIC, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    encoding: 'utf8',
  })

/** Node obeys `--env-file` wherever it stands on a command line: it loads the file, and the NODE_OPTIONS in it. */
describe('the file whose key is rotated is read by lic alone, and not by Node', () => {
  test('nothing in it is run, or becomes a setting', () => {
    writeFileSync(join(folder, 'evil.js'), "require('node:fs').writeFileSync('ran', '')")
    writeFileSync(
      join(folder, '.env'),
      `AXONFLOW_LICENSE_KEY=\nNODE_OPTIONS=--require=./evil.js\nLIC_PUBLIC_KEY=${testAnchors.enterprise}\n`,
    )
    writeFileSync(join(folder, 'new.key'), KEY, { mode: 0o600 })
    const { status, stdout } = lic('rotate', 'file:new.key', '--dotenv', '.env', '--dry-run', '--json')
    expect(existsSync(join(folder, 'ran'))).toBe(false)
    expect([status, JSON.parse(stdout).error.code]).toEqual([50, 'rotation.key-not-usable'])
  })

  test('one that is not there is told by lic', () => {
    const { status, stdout } = lic('rotate', '--resume', '--dotenv', 'no.env', '--json')
    expect([status, JSON.parse(stdout).error.code]).toEqual([50, 'file.missing'])
  })
})
