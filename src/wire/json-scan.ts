import { Buffer } from 'node:buffer'
import { readUtf8 } from './utf8.ts'

/** The text is not JSON: at which byte, and what was expected there. Its only use is to be caught in this room. */
export class NotJson extends Error {
  constructor(
    readonly at: number,
    readonly why: string,
  ) {
    super('not JSON')
  }
}

/** Go refuses deeper nesting. */
const DEEPEST = 10_000
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const HEX4 = /^[0-9a-fA-F]{4}$/
const ESCAPES: { readonly [character: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Past the last byte. */
export const END = -1

/** Walks over the bytes of RFC 8259 text. Nothing here recurses, however deep the text is. */
export class JsonScan {
  at = 0

  /** @param text one character per byte @param bytes the same */
  constructor(
    readonly text: string,
    readonly bytes: Uint8Array = Buffer.from(text, 'latin1'),
  ) {}

  fail(why: string): never {
    throw new NotJson(this.at, this.at >= this.bytes.length ? 'it ends too early' : why)
  }

  /** The byte after white space. */
  peek(): number {
    const { bytes } = this
    let code = bytes[this.at] ?? END
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = bytes[++this.at] ?? END
    return code
  }

  /** Takes that character, which must come next. */
  take(code: number, why: string): void {
    if (this.peek() !== code) this.fail(why)
    this.at++
  }

  /** A string at its opening quote, as text. */
  string(): string {
    const { bytes } = this
    const from = this.at + 1
    let beyond = 0
    for (let at = from; ; at++) {
      const code = bytes[at] ?? END
      if (code === 0x22) {
        this.at = at + 1
        const raw = this.text.slice(from, at)
        return beyond < 0x80 ? raw : readUtf8(raw)
      }
      if (code === 0x5c) return this.escaped(from)
      if (code < 0x20) {
        this.at = at
        this.fail('a control character in a string')
      }
      beyond |= code
    }
  }

  private escaped(from: number): string {
    const { bytes, text } = this
    let out = ''
    let run = from
    for (this.at = from; ; this.at++) {
      const code = bytes[this.at] ?? END
      if (code === 0x22) {
        out += readUtf8(text.slice(run, this.at++))
        return out
      }
      if (code < 0x20) this.fail('a control character in a string')
      if (code !== 0x5c) continue
      out += readUtf8(text.slice(run, this.at))
      out += this.escape()
      run = this.at + 1
    }
  }

  /** One escape; `at` moves to its last character. A lone surrogate becomes U+FFFD. */
  private escape(): string {
    const letter = this.text.charAt(++this.at)
    if (letter !== 'u') return ESCAPES[letter] ?? this.fail('an unknown escape in a string')
    const unit = this.unit(this.at + 1) ?? this.fail('an unfinished \\u escape in a string')
    this.at += 4
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit)
    const low =
      this.bytes[this.at + 1] === 0x5c && this.text.charAt(this.at + 2) === 'u'
        ? this.unit(this.at + 3)
        : undefined
    if (unit > 0xdbff || low === undefined || low < 0xdc00 || low > 0xdfff) return '\ufffd'
    this.at += 6
    return String.fromCharCode(unit, low)
  }

  private unit(at: number): number | undefined {
    const digits = this.text.slice(at, at + 4)
    return HEX4.test(digits) ? Number.parseInt(digits, 16) : undefined
  }

  number(): string {
    NUMBER.lastIndex = this.at
    const found = NUMBER.exec(this.text)?.[0] ?? this.fail('a value was expected')
    this.at += found.length
    return found
  }

  word(word: 'true' | 'false' | 'null'): void {
    if (!this.text.startsWith(word, this.at)) this.fail('a value was expected')
    this.at += word.length
  }

  /** Any one value, at its first character. @param depth how many objects and lists are open around it */
  skip(depth: number): void {
    const open: boolean[] = []
    for (;;) {
      const code = this.peek()
      if (code === 0x7b || code === 0x5b) {
        this.at++
        if (depth + open.length + 1 > DEEPEST) this.fail('nested deeper than 10,000')
        const object = code === 0x7b
        if (this.peek() === (object ? 0x7d : 0x5d)) this.at++
        else {
          open.push(object)
          if (object) this.name()
          continue
        }
      } else this.scalar(code)
      if (this.close(open)) return
    }
  }

  /** After a value: closes what ends here; true when nothing is open any more. */
  private close(open: boolean[]): boolean {
    for (;;) {
      const object = open.at(-1)
      if (object === undefined) return true
      const code = this.peek()
      if (code === 0x2c) {
        this.at++
        if (object) this.name()
        return false
      }
      if (code !== (object ? 0x7d : 0x5d))
        this.fail(object ? "',' or '}' was expected" : "',' or ']' was expected")
      this.at++
      open.pop()
    }
  }

  /** A field name and its colon. */
  name(): string {
    if (this.peek() !== 0x22) this.fail('a field name was expected')
    const name = this.string()
    this.take(0x3a, "':' was expected")
    return name
  }

  scalar(code: number): void {
    if (code === 0x22) this.string()
    else if (code === 0x74) this.word('true')
    else if (code === 0x66) this.word('false')
    else if (code === 0x6e) this.word('null')
    else this.number()
  }
}
