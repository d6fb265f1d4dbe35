import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml'

export type Part = Node | null

/** A text at a place of its own. */
export interface Leaf {
  readonly text: string
  /** of the source, where the text begins */
  readonly offset: number
  /** a tag of CloudFormation such as `!Ref`; null for none */
  readonly tag: string | null
  /** nothing stands there, not even an empty text */
  readonly nothing: boolean
}

/** How often each node may be come upon: more than that, and the aliases are a bomb. */
const ROUNDS = 20
const FEW = 50_000
/** What is parsed grows to many times its size in memory. One character per UTF-16 code unit. */
const LARGEST = 4 << 20
const DEEPEST = 64

export class TooMuch extends Error {}

/** One YAML or JSON document, read tolerantly: aliases and merge keys resolved as they are met, tags kept, steps counted. */
export class Tree {
  readonly #source: string
  readonly #anchors = new Map<string, Node[]>()
  readonly root: Part
  #steps = 0
  #most = Number.POSITIVE_INFINITY

  constructor(document: Document.Parsed, source: string) {
    this.#source = source
    this.root = document.contents
    this.#collect(this.root)
    this.#most = FEW + ROUNDS * this.#steps
  }

  /** The pairs of a map by name, those that are merged in after its own. Nothing for anything else. */
  entries(part: Part | undefined, depth = 0): readonly (readonly [name: string, value: Part])[] {
    const map = this.#real(part)
    if (!isMap(map) || depth > DEEPEST) return []
    const own: (readonly [string, Part])[] = []
    const merged: (readonly [string, Part])[] = []
    for (const { key, value } of map.items) {
      this.#step()
      const name = isScalar(key) ? String(key.value) : ''
      if (name === '<<') merged.push(...this.#merged(value as Part, depth))
      else own.push([name, value as Part])
    }
    return [...own, ...merged.filter(([name]) => !own.some(([known]) => known === name))]
  }

  #merged(part: Part, depth: number): readonly (readonly [string, Part])[] {
    const real = this.#real(part)
    return isSeq(real)
      ? real.items.flatMap((item) => this.entries(item as Part, depth + 1))
      : this.entries(real, depth + 1)
  }

  /** Those that stand there, without what is merged in. */
  ownEntries(part: Part): readonly (readonly [name: string, value: Part])[] {
    return isMap(part)
      ? part.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : '', value as Part] as const)
      : []
  }

  isAlias(part: Part): boolean {
    return isAlias(part)
  }

  get(part: Part | undefined, ...path: readonly string[]): Part {
    let at = part ?? null
    for (const wanted of path) at = this.entries(at).find(([name]) => name === wanted)?.[1] ?? null
    return at
  }

  items(part: Part | undefined): readonly Part[] {
    const list = this.#real(part)
    if (!isSeq(list)) return []
    this.#step(list.items.length)
    return list.items as readonly Part[]
  }

  /** A text, a number, nothing; null for a map or a list. */
  leaf(part: Part | undefined): Leaf | null {
    const real = this.#real(part)
    if (!isScalar(real)) return null
    const { value, source, tag = null, range, type } = real
    const text = typeof value === 'string' ? value : value === null ? '' : (source ?? String(value))
    return {
      text,
      offset: this.#begin(range?.[0] ?? 0, type),
      tag: tag?.startsWith('!') ? tag : null,
      nothing: value === null,
    }
  }

  /** A text's value alone. */
  text(part: Part | undefined): string | null {
    return this.leaf(part)?.text ?? null
  }

  /** Where a node that is no text begins. */
  offset(part: Part | undefined): number {
    return this.#real(part)?.range?.[0] ?? 0
  }

  /** The tag of a node that is no text, as `!Join` stands before a list. */
  tag(part: Part | undefined): string | null {
    const tag = this.#real(part)?.tag
    return tag?.startsWith('!') ? tag : null
  }

  isList(part: Part | undefined): boolean {
    return isSeq(this.#real(part))
  }

  #begin(start: number, type: unknown): number {
    if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') return start + 1
    if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return start
    const header = this.#source.indexOf('\n', start) + 1
    return header + (/^\s*/.exec(this.#source.slice(header, header + 1000))?.[0].length ?? 0)
  }

  /** An alias stands for the nearest anchor of its name before it. */
  #real(part: Part | undefined): Part {
    let at = part ?? null
    for (let hops = 0; isAlias(at); hops++) {
      this.#step()
      const before = at.range?.[0] ?? 0
      const named = this.#anchors.get(at.source) ?? []
      at = hops > DEEPEST ? null : (named.findLast((node) => (node.range?.[0] ?? 0) < before) ?? null)
    }
    return at
  }

  #collect(part: unknown): void {
    this.#step()
    if (isPair(part)) {
      this.#collect(part.key)
      this.#collect(part.value)
    } else if (isMap(part) || isSeq(part) || isScalar(part)) {
      if (part.anchor !== undefined)
        this.#anchors.set(part.anchor, [...(this.#anchors.get(part.anchor) ?? []), part])
      if (!isScalar(part)) for (const item of part.items) this.#collect(item)
    }
  }

  #step(count = 1): void {
    this.#steps += count
    if (this.#steps > this.#most) throw new TooMuch()
  }
}

/** The documents of a text, or where it stops being YAML. JSON is read by the same rules: it is a part of YAML. */
export function readTrees(source: string): readonly Tree[] | { readonly offset: number } {
  if (source.length > LARGEST) throw new TooMuch()
  const documents = parseAllDocuments(source, {
    logLevel: 'silent',
    prettyErrors: false,
    strict: false,
    uniqueKeys: false,
    keepSourceTokens: false,
  })
  if (!Array.isArray(documents)) return []
  const [error] = documents.flatMap(({ errors }) => errors)
  if (error !== undefined) return { offset: error.pos[0] }
  return documents.map((document) => new Tree(document, source))
}
