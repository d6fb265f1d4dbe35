import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

export const LIC = join(import.meta.dirname, '..', '..', 'bin', 'lic.js')

export const live = sampleKey({
  tier: 'Enterprise',
  org_id: 'acme',
  deployment_id: 'acme',
  expires_at: '20991231',
})

const ENV = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  LIC_PUBLIC_KEY: testAnchors.enterprise,
  AXONFLOW_LICENSE_KEY: live,
}
const AUTHOR = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'init.defaultBranch=main']

/** A folder of its own, with git in it or not. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), 'lic-scan-'))
  const run = (program: string, args: readonly string[], env = {}): SpawnSyncReturns<string> =>
    spawnSync(program, args, { cwd: path, env: { ...ENV, ...env }, encoding: 'utf8' })
  return {
    path,
    run,
    write: (name: string, text: string | Buffer, mode = 0o600) => {
      mkdirSync(dirname(join(path, name)), { recursive: true })
      writeFileSync(join(path, name), text, { mode })
    },
    git: (...args: string[]) => run('git', [...AUTHOR, ...args]),
    /** `live deploy/prod.env:1:22` for each, and the exit code */
    scan: (args: readonly string[] = [], env = {}) => {
      const { stdout, stderr, status } = run(process.execPath, [LIC, 'scan', ...args], env)
      const found = stdout.split('\n').filter((line) => line !== '')
      return { found: found.map((line) => line.split(/ {2,}/).slice(0, 2).join(' ')), stdout, stderr, status }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}
