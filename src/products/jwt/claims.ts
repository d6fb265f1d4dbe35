import { remember } from '../../model/remember.ts'
import { isObject, type JsonObject, type JsonValue } from '../../wire/strict-json.ts'

/** `planId`, `plan_id` and `plan-id` are one name. */
const plain = remember((name: string): string => name.toLowerCase().replace(/[_\-. ]/g, ''))

interface Claim {
  readonly name: string
  readonly value: JsonValue
}

/** The licenses of one issuer have the same claims, so most lists need this once. */
let last: { readonly given: readonly string[]; readonly names: ReadonlyMap<string, string> } = {
  given: [],
  names: new Map(),
}

/** Names by their plain spelling; of two with the same, the first. */
function namesOf(given: readonly string[]): ReadonlyMap<string, string> {
  const same = given.length === last.given.length && given.every((name, at) => name === last.given[at])
  if (!same) last = { given, names: new Map(given.map((name) => [plain(name), name] as const).reverse()) }
  return last.names
}

/** The claims of a token by any spelling of their names, and which of them were asked for. */
export class Claims {
  readonly #all: JsonObject
  readonly #names: ReadonlyMap<string, string>
  #taken: Set<string> | null = null

  constructor(all: JsonObject) {
    this.#all = all
    this.#names = namesOf(Object.keys(all))
  }

  /** The first of these claims that is there, with the name it has in the token. @param names in plain spelling: `planid` */
  take(...names: readonly string[]): Claim | null {
    const found = this.find(names)
    if (found !== null) {
      this.#taken ??= new Set()
      this.#taken.add(found.name)
    }
    return found
  }

  /** The same, and it does not count as asked for. */
  find(names: readonly string[]): Claim | null {
    for (const known of names) {
      const name = this.#names.get(known)
      if (name !== undefined) return { name, value: this.#all[name] ?? null }
    }
    return null
  }

  /** The value of one claim; undefined where it is not there. */
  value(known: string): JsonValue | undefined {
    const name = this.#names.get(known)
    return name === undefined ? undefined : this.#all[name]
  }

  has(names: readonly string[]): boolean {
    return names.some((known) => this.#names.has(known))
  }

  /** What nobody took. */
  rest(): readonly (readonly [name: string, value: JsonValue])[] {
    return Object.entries(this.#all).filter(([name]) => !this.#taken?.has(name))
  }

  /** A member of an object among the claims. */
  inner(...names: readonly string[]): Claims | null {
    const found = this.take(...names)
    return found !== null && isObject(found.value) ? new Claims(found.value) : null
  }
}

/** Levels of objects and lists: beyond them nobody reads, and writing them may take more of the stack than there is. */
const DEEPEST = 64

const isDeep = (value: JsonValue, left = DEEPEST): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((inner: JsonValue) => isDeep(inner, left - 1)))

/** A value as text, for display; objects and lists as JSON, unless they are nested too deep for that. */
export const valueText = (value: JsonValue): string => {
  if (typeof value === 'string') return value
  return isDeep(value) ? `(nested more than ${DEEPEST} deep)` : JSON.stringify(value)
}

/** Text that is not empty, or a number written as such; null for anything else. */
export function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : null
}

/** A list of texts, or one text alone. */
export function textsOf(value: JsonValue | undefined): readonly string[] | null {
  const one = textOf(value)
  if (one !== null) return [one]
  if (!Array.isArray(value)) return null
  const all = value.map(textOf)
  return all.every((each) => each !== null) ? all : null
}
