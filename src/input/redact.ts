import { Buffer } from 'node:buffer'
import type { KeyText } from '../model/key-text.ts'
import { isKeyLike } from './may-show.ts'

const SHORTEST = 8

/** A text of somebody else without these keys. Half of a key is enough to know it by. */
function withoutKeys(text: string, keys: readonly KeyText[]): string {
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
const HEX = /^[0-9a-f]+$/i

const mayBeKey = (word: string): boolean =>
  isKeyLike(word) ||
  (word.length >= LONG && /\d/.test(word) && (HEX.test(word) || (/[a-z]/.test(word) && /[A-Z]/.test(word))))

/** What follows a key may be more of it, however short: nobody's word, and no name such as `AxonFlow`. */
const mayGoOn = (word: string): boolean =>
  word.split(/[^A-Za-z\d]/).some((part) => /[a-z]/.test(part) && /[A-Z]/.test(part) && !NAME.test(part))

const NAME = /^(?:[A-Z]?[a-z]+)(?:[A-Z][a-z]+)*$/

/** Characters as JSON, URLs, HTML and programs write those that could stand as they are. */
const ESCAPED = /(?:\\u00|\\x|%)([2-7][0-9a-f])|&#x([2-7][0-9a-f]);/gi
/** What is not seen, or only colours, in the middle of a word. */
const UNSEEN = /(?<=[\w+/=.-])(?:\p{Cc}\[[\d;]*m|\p{Cf})+(?=[\w+/=.-])/gu

const plainly = (text: string): string =>
  text
    .replace(ESCAPED, (_, one?: string, other?: string) =>
      String.fromCharCode(Number.parseInt(one ?? other ?? '', 16)),
    )
    .replaceAll('\\/', '/')
    .replace(UNSEEN, '')

/** What is called a secret, and the password of an address. */
const NAMED =
  /((?:secret|passw(?:or)?d|token|hmac)(?:=["']?|["']: ?["']))[^\s"',;&]{4,}|(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi

/** A line of a log that anybody may have written: without these keys, and without whatever may be another, or a part of one. */
export function withoutAnyKey(line: string, keys: readonly KeyText[]): string {
  const plain = plainly(line.length > LONGEST ? line.slice(0, LONGEST).replace(/\S*$/, '…') : line)
  const unknown = keys
    .reduce(withoutPieces, withoutKeys(plain, keys))
    .replace(/-----BEGIN.*/s, '[key]')
    .replace(NAMED, (_, name?: string, user?: string) => `${name ?? user}[key]`)
  const known = unknown.indexOf('[key]')
  let within = false
  const safe = unknown.replace(WORDS, (word, at: number) => {
    within ||= known >= 0 && known < at
    const key = mayBeKey(word) || (within && mayGoOn(word))
    within ||= key
    return key ? '[key]' : word
  })
  return safe.replace(/(?:\[key\]){2,}/g, '[key]')
}

/** So many characters of a key in a row tell it, with whatever between them. */
const PIECE = 12

/** Without pieces of a key, with blanks, quotes or anything else that no key has strewn among them. */
function withoutPieces(text: string, key: KeyText): string {
  const whole = key.reveal()
  const places = [...text.matchAll(/[\w+/=.-]/g)].map(({ index }) => index)
  const bare = places.map((at) => text.charAt(at)).join('')
  let safe = ''
  let done = 0
  for (let at = 0; at + PIECE <= bare.length; at++) {
    const piece = bare.slice(at, at + PIECE)
    if (!/\d|[a-z].*[A-Z]|[A-Z].*[a-z]/.test(piece) || !whole.includes(piece)) continue
    const [from = 0, to = 0] = [places[at], places[at + PIECE - 1]]
    if (from >= done) safe += `${text.slice(done, from)}[key]`
    done = to + 1
  }
  return safe + text.slice(done)
}
