import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks on the terminal, on stderr; with `hidden`, what is typed is not shown. Null at end of input or Ctrl-C. */
export async function askOn(
  process: NodeJS.Process,
  question: string,
  hidden: boolean,
): Promise<string | null> {
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr
  const lines = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 })
  // Only now: what is typed as soon as the question is seen must not be shown, nor its Ctrl-C be a signal.
  process.stderr.write(question)
  try {
    return await new Promise<string | null>((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(null))
      lines.once('SIGINT', () => resolve(null))
    })
  } finally {
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}
