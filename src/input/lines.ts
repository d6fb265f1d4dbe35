import { Buffer } from 'node:buffer'
import type { Block } from '../host/host.ts'
import { CAP } from './contents.ts'

const LINE_FEED = 10
const BLOCK = 128 * 1024

/**
 * Cuts a stream into blocks of whole lines, about 128 KiB each. Memory stays bounded whatever comes: of a
 * line longer than 1 MiB only the first 1 MiB and one byte are kept, so that the reader can tell.
 */
export async function* cutIntoBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Block> {
  let line = 1
  let kept: Buffer = Buffer.alloc(0)
  let dropping = false
  const block = (bytes: Buffer): Block => {
    const firstLine = line
    line += countLineFeeds(bytes)
    return { bytes, firstLine }
  }
  for await (const chunk of chunks) {
    let bytes: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (dropping) {
      const end = bytes.indexOf(LINE_FEED)
      if (end < 0) continue
      yield block(Buffer.concat([kept, bytes.subarray(end, end + 1)]))
      kept = Buffer.alloc(0)
      dropping = false
      bytes = bytes.subarray(end + 1)
    }
    let rest = bytes
    if (kept.length > 0) {
      const end = endOfBlock(bytes)
      rest = Buffer.concat([kept, end > 0 ? bytes.subarray(0, end) : bytes])
      if (end > 0) {
        yield block(rest)
        rest = bytes.subarray(end)
      }
    }
    for (let end = endOfBlock(rest); end > 0; end = endOfBlock(rest)) {
      yield block(rest.subarray(0, end))
      rest = rest.subarray(end)
    }
    dropping = rest.length > CAP
    kept = Buffer.from(dropping ? rest.subarray(0, CAP + 1) : rest)
  }
  if (kept.length > 0) yield block(kept)
}

/** Past the last line feed within the block size; where there is none, past the next one; 0 where no line ends. */
function endOfBlock(bytes: Buffer): number {
  const within = bytes.subarray(0, BLOCK).lastIndexOf(LINE_FEED)
  return (within >= 0 ? within : bytes.indexOf(LINE_FEED, BLOCK)) + 1
}

function countLineFeeds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count++
  return count
}
