import { readSync } from 'node:fs'
import type { Input } from './host.ts'

const BLOCK = 65536

/** Standard input, read without the stream machinery where all of it is wanted. */
export function nodeInput(process: NodeJS.Process, terminal: boolean): Input {
  return {
    terminal,
    readAll: async (cap) => readWhole(cap) ?? readStream(process.stdin, cap),
    chunks: () => process.stdin,
    ask: async (question, options = {}) => {
      const { askOn } = await import('./node-ask.ts')
      return askOn(process, question, options.hidden === true)
    },
  }
}

/** Null where the descriptor would block (`EAGAIN`): the stream waits properly. */
function readWhole(cap: number): Uint8Array | null {
  const parts: Buffer[] = []
  let size = 0
  while (size <= cap) {
    const block = Buffer.allocUnsafe(BLOCK)
    let count: number
    try {
      count = readSync(0, block)
    } catch (thrown) {
      const code = (thrown as NodeJS.ErrnoException).code
      if (code === 'EOF') break
      if (parts.length === 0 && code === 'EAGAIN') return null
      throw thrown
    }
    if (count === 0) break
    parts.push(block.subarray(0, count))
    size += count
  }
  return Buffer.concat(parts).subarray(0, cap + 1)
}

async function readStream(stream: AsyncIterable<Uint8Array>, cap: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    parts.push(chunk)
    size += chunk.length
    if (size > cap) break
  }
  return Buffer.concat(parts).subarray(0, cap + 1)
}
