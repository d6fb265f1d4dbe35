import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { GitHow, GitRun } from './host.ts'

/** A repository may be hostile: nothing that its configuration names is run, and nothing is written. */
const HARMLESS = ['--no-optional-locks', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null']

export async function runGit(
  process: NodeJS.Process,
  args: readonly string[],
  { cwd, input, without }: GitHow,
): Promise<GitRun | null> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !without.includes(name)))
  const child = spawn('git', [...HARMLESS, ...args], {
    cwd: resolve(process.cwd(), cwd),
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exit = new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)))
  child.stdin.on('error', () => {})
  child.stdin.end(input ?? '')
  try {
    await once(child, 'spawn')
  } catch {
    return null
  }
  return { stdout: child.stdout, ended: () => exit }
}
