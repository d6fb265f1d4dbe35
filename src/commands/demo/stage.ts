import type { ExitCode } from '../../model/exit.ts'
import type { Instant } from '../../model/instant.ts'

/** One command of a story. `{file:NAME}` is a file of the stage, `{NAME}` what else the stage has a name for. */
export interface CommandScene {
  readonly kind: 'command'
  readonly says: string
  readonly argv: readonly string[]
  readonly exit: ExitCode
}

/** What the product itself answers, at a moment by its clock. */
export interface VisitScene {
  readonly kind: 'visit'
  readonly says: string
  readonly at: Instant
  readonly asks: readonly Ask[]
}

export interface Ask {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** what it is to answer */
  readonly status: number
}

export type Scene = CommandScene | VisitScene

/** Where a story is told: what runs, what its commands find there, and the story. */
export interface Stage {
  /** one line, about what runs where */
  readonly opening: string
  /** how to try things on one's own afterwards */
  readonly onward: string
  readonly env: Readonly<Record<string, string>>
  /** throw-away files, by name */
  readonly files: Readonly<Record<string, string>>
  readonly names: Readonly<Record<string, string>>
  readonly scenes: readonly Scene[]
  /** what visits go to; null where the story has none */
  readonly visited: Visited | null
  close(): Promise<void>
}

export interface Visited {
  readonly url: string
  /** the whole header of somebody who works with the product */
  readonly authorization: string
  /** Lets its clock go on to a moment. */
  moveTo(moment: Instant): void
}

/** The words of a scene: files with their real paths, or, to be shown, with their names. */
export const argvOf = (
  { argv }: CommandScene,
  { names }: Stage,
  paths: Readonly<Record<string, string>> | null,
): readonly string[] =>
  argv.map((word) =>
    word
      .replace(/\{file:([\w.-]+)\}/, (_all, name: string) => `file:${paths?.[name] ?? name}`)
      .replace(/\{([\w-]+)\}/, (all, name: string) => names[name] ?? all),
  )
