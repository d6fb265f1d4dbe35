import { Buffer } from 'node:buffer'
import type { KeyText } from '../model/key-text.ts'
import { isKeyLike } from './may-show.ts'

const SHORTEST = 8

/** A text of somebody else without these keys. Half of a key is enough to know it by. */
export function withoutKeys(text: string, keys: readonly KeyText[]): string {
  let safe = text
  for (const key of keys) {
    const bytes = key.reveal()
    for (const whole of new Set([bytes, Buffer.from(bytes, 'latin1').toString('utf8')])) {
      const half = whole.slice(0, Math.max(SHORTEST, whole.length >> 1))
      for (const part of [whole, half]) if (part.length >= SHORTEST) safe = safe.replaceAll(part, '[key]')
    }
  }
  return safe
}

/** What is read of one line: of a longer one the beginning. */
const LONGEST = 2_000
/** As keys, tokens and signatures are written, in base64, hex and with what joins their parts. */
const WORDS = /[\w+/=.-]{8,}/g
const LONG = 32

const mayBeKey = (word: string): boolean =>
  isKeyLike(word) ||
  (word.length >= LONG &&
    /\d/.test(word) &&
    (/^[0-9a-f]+$/i.test(word) || (/[a-z]/.test(word) && /[A-Z]/.test(word))))

/** A line of a log that anybody may have written: without these keys, and without whatever may be another, or a part of one. */
export function withoutAnyKey(line: string, keys: readonly KeyText[]): string {
  const cut = line.length > LONGEST ? line.slice(0, LONGEST).replace(/\S*$/, '…') : line
  return withoutKeys(cut, keys)
    .replace(/-----BEGIN.*/s, '[key]')
    .replace(WORDS, (word) => (mayBeKey(word) ? '[key]' : word))
}
