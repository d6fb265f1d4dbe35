import { readSync } from 'node:fs'
import { fileTrouble } from './file-trouble.ts'
import type { Input } from './host.ts'
import { inForeground } from './node-foreground.ts'
import { keysOn } from './node-keys.ts'

const BLOCK = 65536

/** Standard input, read without the stream machinery where all of it is wanted. */
export function nodeInput(process: NodeJS.Process, terminal: boolean): Input {
  return {
    terminal,
    readAll: async (cap) => {
      const { bytes, more } = readWhole(cap)
      return more ? readStream(bytes, process.stdin, cap) : bytes
    },
    chunks: () => process.stdin,
    ask: async (question, options = {}) => {
      const { askOn } = await import('./node-ask.ts')
      return askOn(process, question, options.hidden === true)
    },
    foreground: () => terminal && inForeground(),
    keys: (listener) => keysOn(process.stdin, listener),
  }
}

/** `more`: the descriptor would block (`EAGAIN`), and the stream must wait for the rest. */
function readWhole(cap: number): { readonly bytes: Uint8Array; readonly more: boolean } {
  const parts: Buffer[] = []
  let size = 0
  let more = false
  while (size <= cap) {
    const block = Buffer.allocUnsafe(BLOCK)
    const count = readNow(block)
    more = count === 'busy'
    if (count === 'busy' || count === 0) break
    parts.push(block.subarray(0, count))
    size += count
  }
  return { bytes: Buffer.concat(parts).subarray(0, cap + 1), more }
}

function readNow(block: Buffer): number | 'busy' {
  try {
    return readSync(0, block)
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code
    if (code === 'EAGAIN') return 'busy'
    if (code === 'EOF') return 0
    throw fileTrouble(code === 'EISDIR' ? 'not-a-file' : 'other')
  }
}

async function readStream(
  begun: Uint8Array,
  stream: AsyncIterable<Uint8Array>,
  cap: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [begun]
  let size = begun.length
  for await (const chunk of stream) {
    parts.push(chunk)
    size += chunk.length
    if (size > cap) break
  }
  return Buffer.concat(parts).subarray(0, cap + 1)
}
