/** How the keys of one vendor are found in running text. Patterns are sticky and read one character per byte. */
export interface Hunt {
  /** what every such key begins with, case-sensitive: what is looked for in bytes */
  readonly prefix: string
  /** a whole key from its prefix on, the most telling form first */
  readonly whole: readonly RegExp[]
  /** anything else that begins so and is worth a word: examples, keys cut short; null for nothing */
  readonly other: RegExp | null
  /** other things begin so, too: what no product can read is nothing */
  readonly shared: boolean
}

/** A key, or what looks like one, in a text. */
export interface Sighting {
  /** one character per byte */
  readonly text: string
  /** what it may be instead, where it is broken over several lines; one character per byte, null for nothing */
  readonly joined: string | null
  /** other things look like it, too */
  readonly shared: boolean
  /** it stands there in base64, as Kubernetes keeps secrets */
  readonly encoded: boolean
  /** from 1 */
  readonly line: number
  /** from 1, in UTF-16 code units, as editors and SARIF count */
  readonly column: number
}
