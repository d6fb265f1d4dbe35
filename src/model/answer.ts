import type { Code } from './codes.ts'
import type { ExitCode } from './exit.ts'
import type { Shown } from './visible.ts'

/** What JSON output is made of; every foreign string in it has been through `visible`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json }

/** What went wrong, as users and scripts see it. */
export interface Trouble {
  readonly code: Code
  readonly message: Shown
  readonly hints: readonly Shown[]
}

/** What a command found, in both renderings. */
export interface Answer {
  readonly exitCode: ExitCode
  readonly result?: Json
  readonly error?: Trouble
  /** the human rendering for stdout, lines ending in a line feed; asked for only when it is shown */
  readonly text: () => string
  /** warnings and hints for stderr, one a line, without `--json` */
  readonly asides: readonly Shown[]
}

/** A command that wrote its answer while it was found. */
export interface Streamed {
  readonly exitCode: ExitCode
  readonly streamed: true
  /** what the process exits with where somebody reads another table of exit codes */
  readonly exitAs?: number
}
