import { Buffer } from 'node:buffer'

const LINE_FEED = 10

/**
 * The contents that `git cat-file --batch` writes: `<id> <type> <size>`, then so many bytes, then a line feed. Ends
 * where the stream does, and at an object that git does not have. Each blob is to be read to its end.
 */
export async function* eachBlob(stdout: AsyncIterable<Uint8Array>): AsyncGenerator<AsyncGenerator<Buffer>> {
  const chunks = stdout[Symbol.asyncIterator]()
  let kept: Buffer = Buffer.alloc(0)
  const more = async (): Promise<boolean> => {
    const { value, done } = await chunks.next()
    if (done === true) return false
    kept = Buffer.concat([kept, value])
    return true
  }
  const contents = async function* (size: number): AsyncGenerator<Buffer> {
    let left = size
    while (left > 0) {
      if (kept.length === 0 && !(await more())) throw new Error('git stopped in the middle of an object')
      const part = kept.subarray(0, left)
      kept = kept.subarray(part.length)
      left -= part.length
      yield part
    }
    while (kept.length === 0) if (!(await more())) return
    kept = kept.subarray(1)
  }
  for (;;) {
    while (!kept.includes(LINE_FEED)) if (!(await more())) return
    const end = kept.indexOf(LINE_FEED)
    const [, size] = /^\S+ blob (\d+)$/.exec(kept.toString('latin1', 0, end)) ?? []
    kept = kept.subarray(end + 1)
    if (size === undefined) return
    yield contents(Number(size))
  }
}
