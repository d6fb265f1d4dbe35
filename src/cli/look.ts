import type { Host } from '../host/host.ts'
import type { Look } from '../present/look.ts'

/** FORCE_COLOR wins over NO_COLOR, both over detection; TERM=dumb draws nothing. */
export function lookAt(host: Host, wanted: boolean): Look {
  const { env, stdout } = host
  const terminal = stdout.terminal && env.TERM !== 'dumb'
  return { terminal, color: wanted && colored(env, terminal), width: stdout.width }
}

function colored(env: Host['env'], terminal: boolean): boolean {
  const forced = env.FORCE_COLOR
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return terminal
}
