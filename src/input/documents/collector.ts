import { type Shown, says } from '../../model/visible.ts'
import { bytesOf } from '../contents.ts'
import type { Found, Spot, Wanted } from './found.ts'
import { referenceIn, withoutKeys } from './reference.ts'
import type { Leaf, Part, Tree } from './tree.ts'

/** Keeps what is found in one file, each place once. */
export class Collector {
  readonly found: Found[] = []
  readonly #seen = new Set<number>()

  constructor(
    readonly wanted: Wanted,
    readonly at: (offset: number) => Spot,
  ) {}

  isWanted(name: string | null): name is string {
    return name !== null && this.wanted.variables.includes(name)
  }

  /** What stands where a variable gets its value. @param plain where it does so in plain sight */
  value(tree: Tree, part: Part, variable: string, inside: Shown | null, plain: boolean): void {
    const leaf = tree.leaf(part)
    const intrinsic = intrinsicOf(tree, part, leaf, this.wanted)
    if (intrinsic !== null) this.reference(leaf?.offset ?? tree.offset(part), variable, inside, intrinsic)
    else if (leaf !== null) this.part(leaf.offset, leaf.text, variable, inside, plain)
  }

  /** The same of a text that is a part of another. */
  part(offset: number, text: string, variable: string, inside: Shown | null, plain: boolean): void {
    const reference = referenceIn(text)
    if (reference === null) this.text(offset, text, variable, inside, plain)
    else if (this.wanted.isKey(reference.text))
      this.text(offset + reference.from, reference.text, variable, inside, plain)
    else this.reference(offset, variable, inside, says`${text}`)
  }

  text(offset: number, text: string, variable: string | null, inside: Shown | null, plain: boolean): void {
    this.bytes(offset, bytesOf(text), variable, inside, plain)
  }

  /** @param bytes one character per byte */
  bytes(offset: number, bytes: string, variable: string | null, inside: Shown | null, plain: boolean): void {
    this.#add(offset, { ...this.#place(offset, variable, inside), kind: 'value', text: bytes, plain })
  }

  reference(offset: number, variable: string | null, inside: Shown | null, to: Shown): void {
    const shown = withoutKeys(to, this.wanted)
    this.#add(offset, { ...this.#place(offset, variable, inside), kind: 'reference', to: shown })
  }

  fault(offset: number, variable: string | null, inside: Shown | null, why: Shown): void {
    this.#add(offset, { ...this.#place(offset, variable, inside), kind: 'fault', why })
  }

  #place(offset: number, variable: string | null, inside: Shown | null) {
    const name = variable === null ? null : withoutKeys(says`${variable}`, this.wanted)
    return { ...this.at(offset), variable: name, inside: withoutKeys(inside, this.wanted) }
  }

  #add(offset: number, found: Found): void {
    if (this.#seen.has(offset)) return
    this.#seen.add(offset)
    this.found.push(found)
  }
}

/** What CloudFormation fills in: `!Ref LicenseKey`, `{ "Fn::Sub": … }`. A `!Sub` with nothing to fill in is its text. */
function intrinsicOf(tree: Tree, part: Part, leaf: Leaf | null, wanted: Wanted): Shown | null {
  if (leaf !== null) {
    if (leaf.tag === null || (leaf.tag === '!Sub' && wanted.isKey(leaf.text))) return null
    return says`${leaf.tag} ${leaf.text}`
  }
  const tag = tree.tag(part)
  if (tag !== null) return says`${tag}`
  const [[name, value] = ['', null], ...more] = tree.entries(part)
  if (more.length > 0 || !/^(?:Ref|Fn::\w+)$/.test(name)) return null
  return says`${name} ${tree.text(value) ?? ''}`
}
