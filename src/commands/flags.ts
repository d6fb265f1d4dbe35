/** What a verb says about its command line, as data: parsed by `cli/parse`, drawn by `cli/help-text`. */
export interface Flags {
  /**
   * `<name>`: required; `[name]`: may be left out; `[name...]`: any number. A name with `source`, `file` or `path`
   * in it is completed as such, others from `choices`, which for arguments are proposals.
   */
  argument(spec: string, says: string, how?: Pick<How, 'choices'>): Flags
  /** `--name`, `--name <value>`, `--no-name`, each with its short form before it: `-h, --help` */
  option(spec: string, says: string, how?: How): Flags
  /** stands below the options in help */
  epilogue(text: string): Flags
}

export interface How {
  readonly repeatable?: true
  /** the only values it takes */
  readonly choices?: readonly string[]
  /** values that are completed; it takes others, too */
  readonly proposals?: readonly string[]
  /** its value is for nobody to see */
  readonly unshown?: true
}
