import type { Flags, How } from '../commands/flags.ts'

export interface FlagArgument {
  readonly spec: string
  readonly says: string
  readonly how: Pick<How, 'choices'>
}

export interface FlagOption {
  readonly spec: string
  readonly says: string
  /** `no-color` of `--no-color` */
  readonly name: string
  readonly takesValue: boolean
  readonly how: How
}

/** Keeps what verbs say about their command lines, in their order. */
export class FlagList implements Flags {
  readonly arguments: FlagArgument[] = []
  readonly options: FlagOption[] = []
  below = ''

  argument(spec: string, says: string, how: Pick<How, 'choices'> = {}): this {
    this.arguments.push({ spec, says, how })
    return this
  }

  option(spec: string, says: string, how: How = {}): this {
    const [flag = '', value] = spec.slice(spec.indexOf('--') + 2).split(' ')
    this.options.push({ spec, says, name: flag, takesValue: value !== undefined, how })
    return this
  }

  epilogue(text: string): this {
    this.below = text
    return this
  }

  /** How many operands there must and may be. */
  get operands(): { readonly least: number; readonly most: number } {
    const least = this.arguments.filter(({ spec }) => spec.startsWith('<')).length
    const many = this.arguments.some(({ spec }) => spec.includes('...'))
    return { least, most: many ? Number.POSITIVE_INFINITY : this.arguments.length }
  }
}
