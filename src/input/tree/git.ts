import { Buffer } from 'node:buffer'
import type { GitRun, Host } from '../../host/host.ts'
import { isKeyLike } from '../may-show.ts'
import { LICENSE_VARIABLES } from '../product-variables.ts'

/** Runs git without the variables that hold a license or another secret. */
export function git(
  host: Host,
  args: readonly string[],
  cwd: string,
  input?: string,
): Promise<GitRun | null> {
  const secret = Object.entries(host.env)
    .filter(([name, value = '']) => LICENSE_VARIABLES.includes(name) || isKeyLike(value))
    .map(([name]) => name)
  return host.git(args, { cwd, without: secret, ...(input === undefined ? {} : { input }) })
}

/** All that it wrote; null where it failed, or where there is no git. */
export async function outputOf(run: GitRun | null): Promise<Buffer | null> {
  if (run === null) return null
  const parts: Uint8Array[] = []
  for await (const part of run.stdout) parts.push(part)
  return (await run.ended()) === 0 ? Buffer.concat(parts) : null
}
