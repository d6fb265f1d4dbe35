import { fold } from './fold.ts'
import type { Paint } from './look.ts'

/** A heading and what belongs to it; every value is one line, already escaped. */
export interface Section {
  readonly title: string
  readonly lines: readonly Entry[]
  /** all values are our own words, and may be broken into lines of this width */
  readonly width?: number
}

/** A label and its value. An empty label goes on from the line above. */
export type Entry = readonly [label: string, value: string]

const WIDEST_LABEL = 30

/** The sections one after another, an empty line before each; none for a section without lines. */
export const sectionLines = (sections: readonly Section[], paint: Paint): readonly string[] =>
  sections
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ title, lines, width }) => ['', paint('strong', title), ...entryLines(lines, width)])

/** Labels and values in two columns, indented by two. */
export function entryLines(entries: readonly Entry[], width = Number.POSITIVE_INFINITY): readonly string[] {
  const column = Math.min(WIDEST_LABEL, Math.max(0, ...entries.map(([label]) => label.length)))
  return entries.flatMap(([label, value]) =>
    fold(value, width - column - 4).map((line, at) => `  ${(at === 0 ? label : '').padEnd(column)}  ${line}`),
  )
}
