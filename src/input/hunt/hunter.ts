import { Buffer } from 'node:buffer'
import { TextDecoder } from 'node:util'
import type { Sighting } from '../../model/hunt.ts'
import { indexOf, type Needle } from './needles.ts'
import { Position } from './position.ts'
import { LONGEST, readHit } from './read-hit.ts'
import { wideEncoding } from './wide.ts'

interface Hit {
  readonly at: number
  readonly needle: Needle
  /** where the same stands again, or the end: no key reaches over its own prefix */
  readonly next: number
}

/**
 * Finds keys in a text that comes block after block, and keeps no more of it than one key may reach over. Nothing is
 * decoded where no prefix stands, but for a text in UTF-16.
 */
export class Hunter {
  readonly #needles: readonly Needle[]
  readonly #found: (sighting: Sighting) => void
  readonly #overlap: number
  #kept: Buffer = Buffer.alloc(0)
  /** the character in front of what is kept */
  #before = ''
  readonly #position = new Position()
  #wide: TextDecoder | null | undefined

  constructor(needles: readonly Needle[], found: (sighting: Sighting) => void) {
    this.#needles = needles
    this.#found = found
    this.#overlap = Math.max(0, ...needles.map(({ bytes }) => bytes.length - 1))
  }

  /** @param last nothing follows; then the block is not kept, and its memory may be used again */
  see(block: Buffer, last: boolean): void {
    const text = this.#narrow(block, last)
    const bytes = this.#kept.length === 0 ? text : Buffer.concat([this.#kept, text])
    const hits = this.#hitsIn(bytes)
    if (last && hits.length === 0) return
    let done = 0
    let past = 0
    let rest = last ? bytes.length : Math.max(0, bytes.length - this.#overlap)
    for (const { at, needle, next } of hits) {
      if (at < past) continue
      const end = Math.min(next, at + LONGEST)
      if (!last && end === bytes.length) {
        rest = Math.min(rest, at)
        break
      }
      this.#position.advance(bytes, done, at)
      done = at
      past = at + this.#tell(bytes, at, end, needle)
    }
    rest = Math.max(rest, past)
    if (last) return
    this.#position.advance(bytes, done, rest)
    if (rest > 0) this.#before = String.fromCharCode(bytes[rest - 1] ?? 0)
    this.#kept = Buffer.from(bytes.subarray(rest))
  }

  #narrow(block: Buffer, last: boolean): Buffer {
    if (this.#wide === undefined) {
      const encoding = wideEncoding(block)
      this.#wide = encoding === null ? null : new TextDecoder(encoding)
    }
    return this.#wide === null ? block : Buffer.from(this.#wide.decode(block, { stream: !last }))
  }

  /** How many bytes it took. */
  #tell(bytes: Buffer, at: number, end: number, needle: Needle): number {
    const before = at === 0 ? this.#before : String.fromCharCode(bytes[at - 1] ?? 0)
    const read = readHit(bytes.toString('latin1', at, end), before, needle)
    if (read === null) return 1
    const { line, column } = this.#position
    this.#found({ ...read, line, column })
    return read.encoded ? 1 : read.text.length
  }

  #hitsIn(bytes: Buffer): readonly Hit[] {
    const hits: Hit[] = []
    for (const needle of this.#needles) {
      let next = 0
      for (let at = indexOf(bytes, needle, 0); at >= 0; at = next) {
        next = indexOf(bytes, needle, at + 1)
        hits.push({ at, needle, next: next < 0 ? bytes.length : next })
      }
    }
    return hits.sort((one, other) => one.at - other.at)
  }
}
