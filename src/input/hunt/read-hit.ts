import { Buffer } from 'node:buffer'
import type { Hunt, Sighting } from '../../model/hunt.ts'
import type { Needle } from './needles.ts'

/** No key is longer: one environment string holds at most 128 KiB. */
export const LONGEST = 128 * 1024

type Read = Pick<Sighting, 'text' | 'joined' | 'encoded' | 'shared'>

const WORD = /\w/
const BASE64 = /[A-Za-z0-9+/_-]{24,}={0,2}/y
/** Between two lines of one text: quotes, a plus or a backslash, a comment sign, white space. */
const BROKEN = /["'+\\ \t]*\r?\n[ \t#>*"']*/g
const JOINS = 8 * 1024
const LONG = 40

/**
 * What stands where a needle was found; null where it is nothing that looks like a key.
 *
 * @param text from the needle to the next one or as far as a key can reach, one character per byte
 * @param before the character in front of it, or nothing
 */
export function readHit(text: string, before: string, { hunt, encoded }: Needle): Read | null {
  const { shared } = hunt
  if (encoded) return readEncoded(text, hunt)
  const whole = firstOf(hunt.whole, text)
  if (whole !== null) return { text: whole, joined: null, encoded: false, shared }
  const other = hunt.other === null ? null : firstOf([hunt.other], text)
  if (other === null) return null
  const joined = other.length < LONG ? null : firstOf(hunt.whole, text.slice(0, JOINS).replace(BROKEN, ''))
  if (joined === null && WORD.test(before)) return null
  return { text: other, joined, encoded: false, shared }
}

function readEncoded(text: string, { prefix, whole, shared }: Hunt): Read | null {
  const run = firstOf([BASE64], text)
  if (run === null) return null
  const decoded = Buffer.from(run, 'base64').toString('latin1')
  const key = decoded.startsWith(prefix) ? firstOf(whole, decoded) : null
  return key === null ? null : { text: key, joined: null, encoded: true, shared }
}

function firstOf(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    pattern.lastIndex = 0
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) return found
  }
  return null
}
