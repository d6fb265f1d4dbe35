import { END, JsonScan, NotJson } from '../../wire/json-scan.ts'

/** A JSON value and the line it begins on. */
export type Node = { readonly line: number } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'other'; readonly what: string }
)

/** In the order they stand there, twice where they stand there twice. */
export interface Field {
  readonly line: number
  readonly name: string
  readonly value: Node
}

/** Where and why a text is no JSON that is read here. */
export interface Unread {
  readonly line: number
  readonly why: string
}

/** More than any project file needs; what is deeper is not followed. */
const DEEPEST = 12

/** Reads RFC 8259 text and keeps where everything stands. @param text one character per byte */
export function readPositioned(text: string): { readonly root: Node } | { readonly unread: Unread } {
  const reader = new Positioned(text)
  try {
    return { root: reader.top() }
  } catch (thrown) {
    if (!(thrown instanceof NotJson)) throw thrown
    return { unread: { line: reader.lineOf(thrown.at), why: thrown.why } }
  }
}

const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const QUOTE = 0x22
const LINE_FEED = 0x0a
const COMMA = 0x2c
const WORDS = { t: 'true', f: 'false', n: 'null' } as const

class Positioned extends JsonScan {
  private counted = 0
  private line = 1

  top(): Node {
    const root = this.value(0)
    if (this.peek() !== END) this.fail('text after the end')
    return root
  }

  /** Asked in the order of the text. */
  lineOf(at: number): number {
    for (; this.counted < at; this.counted++)
      if (this.text.charCodeAt(this.counted) === LINE_FEED) this.line++
    return this.line
  }

  private value(depth: number): Node {
    const code = this.peek()
    const line = this.lineOf(this.at)
    if (depth > DEEPEST) this.fail(`nested deeper than ${DEEPEST}`)
    if (code === OPEN_OBJECT) return { line, kind: 'object', fields: this.fields(depth) }
    if (code === OPEN_LIST) return { line, kind: 'list', items: this.items(depth) }
    if (code === QUOTE) return { line, kind: 'text', text: this.string() }
    const word = WORDS[String.fromCharCode(code) as keyof typeof WORDS]
    this.scalar(code)
    return { line, kind: 'other', what: word ?? 'a number' }
  }

  private fields(depth: number): readonly Field[] {
    return this.all(CLOSE_OBJECT, "',' or '}' was expected", () => {
      this.peek()
      const line = this.lineOf(this.at)
      return { line, name: this.name(), value: this.value(depth + 1) }
    })
  }

  private items(depth: number): readonly Node[] {
    return this.all(CLOSE_LIST, "',' or ']' was expected", () => this.value(depth + 1))
  }

  private all<T>(close: number, otherwise: string, read: () => T): readonly T[] {
    this.at++
    const found: T[] = []
    if (this.peek() === close) {
      this.at++
      return found
    }
    for (;;) {
      found.push(read())
      const code = this.peek()
      if (code !== COMMA && code !== close) this.fail(otherwise)
      this.at++
      if (code === close) return found
    }
  }
}
