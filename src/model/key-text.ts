/** The text of a key, one character per byte (latin1), that cannot be printed by accident. */
export class KeyText {
  readonly #text: string

  /** @param text one character per byte, each at most U+00FF */
  constructor(text: string) {
    this.#text = text
  }

  get length(): number {
    return this.#text.length
  }

  /** The key itself. Only the rooms that must read it may call this; the architecture test names them. */
  reveal(): string {
    return this.#text
  }

  equals(other: KeyText): boolean {
    return this.#text === other.#text
  }

  toString(): string {
    return '[key]'
  }

  toJSON(): string {
    return '[key]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[key]'
  }
}

/** `startsWith`, which costs more than this where the text is a piece of a long one, as the lines of a list are. */
export function begins(text: string, prefix: string): boolean {
  for (let at = 0; at < prefix.length; at++) if (text.charCodeAt(at) !== prefix.charCodeAt(at)) return false
  return true
}
