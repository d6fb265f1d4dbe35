import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { CommandEnd, CommandLine } from './host.ts'

/** What is kept of one line. */
const LONGEST = 4096
/** For what a command has started to end by itself, before it is made to. */
const MERCY = 2000
/** For its last lines: what it left running in the background may hold its streams for ever. */
const LAST_WORDS = 200

/** Runs a command line in a shell of its own group, so that all that it started can be ended with it. */
export function command(
  process: NodeJS.Process,
  { line, without, timeoutMs, onLine }: CommandLine,
): Promise<CommandEnd> {
  const child = spawn('sh', ['-c', line], {
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !without.includes(name))),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const streams = [child.stdout, child.stderr]
  for (const stream of streams)
    createInterface({ input: stream }).on('line', (text) => onLine(text.slice(0, LONGEST)))
  return new Promise((resolve) => {
    let late = false
    const end = (signal: NodeJS.Signals) => endGroup(process, child.pid, signal)
    const timer = setTimeout(() => {
      late = true
      end('SIGTERM')
      setTimeout(() => end('SIGKILL'), MERCY).unref()
    }, timeoutMs)
    const ended = (how: CommandEnd) => {
      clearTimeout(timer)
      for (const stream of streams) stream.destroy()
      resolve(late ? { kind: 'timeout' } : how)
    }
    child.once('error', () => ended({ kind: 'not-started' }))
    child.once('exit', (code, signal) => {
      const how: CommandEnd =
        code === null ? { kind: 'killed', by: signal ?? 'a signal' } : { kind: 'exited', code }
      const wait = setTimeout(() => ended(how), LAST_WORDS)
      child.once('close', () => {
        clearTimeout(wait)
        ended(how)
      })
    })
  })
}

/** All processes of a group; none is left where it has ended already. */
export function endGroup(process: NodeJS.Process, group: number | undefined, signal: NodeJS.Signals): void {
  if (group === undefined) return
  try {
    process.kill(-group, signal)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown
  }
}
