import { Buffer } from 'node:buffer'
import { spawn } from 'node:child_process'
import type { DockerHow, DockerRun } from './host.ts'
import { endGroup } from './node-command.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Compose files of this folder are read, and none that they name elsewhere: its address could carry what is in the environment. */
const LOCAL = { COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'false', COMPOSE_EXPERIMENTAL_OCI_REMOTE: 'false' }

/** @param env as it was at the start, with what was taken out of the process's own */
export function docker(
  process: NodeJS.Process,
  env: Env,
  args: readonly string[],
  { standIn, timeoutMs, capBytes }: DockerHow,
): Promise<DockerRun | null> {
  const taken = Object.entries(env).filter(
    ([name, value]) => value !== undefined && process.env[name] !== value,
  )
  const instead = taken.map(([name, value]) => [name, value === '' ? '' : standIn(name)])
  const child = spawn('docker', [...args], {
    env: { ...process.env, ...Object.fromEntries(instead), ...LOCAL },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  const parts: Buffer[] = []
  let size = 0
  let ended = false
  const end = () => {
    ended = true
    endGroup(process, child.pid, 'SIGKILL')
  }
  child.stdout.on('data', (part: Buffer) => {
    size += part.length
    if (size <= capBytes) parts.push(part)
    else end()
  })
  const timer = setTimeout(end, timeoutMs)
  return new Promise((resolve) => {
    child.once('error', () => {
      clearTimeout(timer)
      resolve(null)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code: ended ? null : code, stdout: Buffer.concat(parts) })
    })
  })
}
