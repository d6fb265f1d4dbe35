/** What may stand in the place of a value: one of these words, a file, a source of a key, or anything. */
export type Place =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  | { readonly kind: 'source' }
  | { readonly kind: 'anything' }

export interface SpokenOption {
  /** `no-color` of `--no-color` */
  readonly name: string
  readonly says: string
  /** null: it takes none */
  readonly value: Place | null
  readonly repeatable: boolean
}

/** A verb as a shell has to know it. All of it is our own words, 7-bit ASCII. */
export interface Spoken {
  readonly verb: string
  readonly summary: string
  readonly operands: readonly Place[]
  readonly options: readonly SpokenOption[]
}

/** The forms of a source, each as far as it can be completed, with what it is. */
export const SOURCE_FORMS = [
  ['-', 'standard input'],
  ['file:', 'a file'],
  ['env:', 'an environment variable'],
  ['dotenv:', 'one variable of a .env file: dotenv:PATH#NAME'],
  ['secret:', 'AWS Secrets Manager'],
] as const

/** Every operand may be any of these: shells count them differently. */
export const operandsOf = ({ operands }: Spoken): readonly Place[] =>
  operands.filter(
    (place, at) => operands.findIndex((other) => JSON.stringify(other) === JSON.stringify(place)) === at,
  )
