import { Buffer, isUtf8 } from 'node:buffer'

const INVALID = '\ufffd'

/**
 * Bytes to text as Go reads them: each byte that begins no valid UTF-8 sequence becomes one U+FFFD.
 *
 * @param text one character per byte
 */
export function readUtf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : repair(bytes)
}

function repair(bytes: Buffer): string {
  let out = ''
  let from = 0
  let at = 0
  while (at < bytes.length) {
    const size = sequenceAt(bytes, at)
    if (size === 0) {
      out += bytes.toString('utf8', from, at) + INVALID
      from = at + 1
    }
    at += size || 1
  }
  return out + bytes.toString('utf8', from)
}

/** The size of the well-formed sequence that begins here (Unicode table 3-7); 0 for none. */
function sequenceAt(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4) return 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  const second = bytes[at + 1] ?? 0
  if (second < low || second > high) return 0
  for (let next = 2; next < size; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  return size
}
