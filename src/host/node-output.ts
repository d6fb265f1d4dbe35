import { fstatSync, writeSync } from 'node:fs'
import type { WriteStream } from 'node:tty'
import type { Output, OutputTrouble } from './host.ts'

/**
 * A process stream, written without the stream machinery (which costs more to load than a small answer
 * costs to print) until the descriptor would block. Once its reader has gone, what is written goes
 * nowhere: a closed pipe is not an error. Neither is a conversation that nobody can be told; a lost answer is.
 */
export function nodeOutput(process: NodeJS.Process, descriptor: 1 | 2): Output {
  const terminal = isTerminal(process, descriptor)
  const open = (): WriteStream => (descriptor === 1 ? process.stdout : process.stderr)
  let gone = false
  let stream: WriteStream | undefined
  const fallback = (bytes: Uint8Array): Promise<void> => {
    stream ??= open().on('error', () => {
      gone = true
    })
    const to = stream
    return new Promise((resolve) => {
      to.write(bytes, () => resolve())
    })
  }
  return {
    terminal,
    get width() {
      return terminal ? (open().columns ?? 80) : 80
    },
    get height() {
      return terminal ? (open().rows ?? 24) : 24
    },
    get gone() {
      return gone
    },
    write: async (text) => {
      if (gone || text === '') return
      let rest: Uint8Array = Buffer.from(text)
      while (rest.length > 0 && !stream) {
        const count = writeNow(descriptor, rest)
        if (count === 'gone') {
          gone = true
          return
        }
        if (count === 'busy') break
        rest = rest.subarray(count)
      }
      if (rest.length > 0) await fallback(rest)
    },
  }
}

function writeNow(descriptor: number, bytes: Uint8Array): number | 'gone' | 'busy' {
  try {
    return writeSync(descriptor, bytes)
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code
    if (code === 'EAGAIN') return 'busy'
    if (code === 'EPIPE' || code === 'EOF' || code === 'EBADF' || code === 'EIO' || descriptor === 2)
      return 'gone'
    throw outputTrouble(code ?? 'unknown')
  }
}

const outputTrouble = (reason: string): OutputTrouble =>
  Object.assign(new Error(reason), { name: 'OutputTrouble', reason } as const)

/** A character device may be a terminal or /dev/null; only then is the terminal code worth loading. */
export function isTerminal(process: NodeJS.Process, descriptor: number): boolean {
  try {
    return (
      fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor)
    )
  } catch {
    return false
  }
}
