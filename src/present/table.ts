import { type Look, type Paint, plainPaint } from './look.ts'

export interface TableOptions {
  readonly head?: readonly string[]
  readonly paint?: Paint
}

/** Each row's cells, plain text; a row of one cell is a heading over those that follow. */
type Rows = readonly (readonly string[])[]

/**
 * Rows of plain words as a table, lines ending in a line feed. On a terminal it is drawn, with cells broken
 * between words where it would be too wide; elsewhere the same words in columns two spaces apart; on a
 * terminal too narrow for that, a heading for each row and its cells beneath.
 */
export async function table(rows: Rows, look: Look, options: TableOptions = {}): Promise<string> {
  const all = options.head ? [options.head, ...rows] : rows
  if (all.length === 0) return ''
  if (!look.terminal) return columns(all, options)
  const widths = narrowed(all, look.width)
  return widths === null
    ? stacked(rows, options.head ?? [], options.paint ?? plainPaint)
    : drawn(rows, widths, options)
}

async function drawn(rows: Rows, widths: readonly number[], { head, paint = plainPaint }: TableOptions) {
  const { default: Table } = await import('cli-table3')
  const grid = new Table({
    style: { head: [], border: [], compact: true },
    colWidths: widths.map((width) => width + PADDING),
    wordWrap: true,
    ...(head ? { head: head.map((cell) => paint('strong', cell)) } : {}),
  })
  grid.push(...rows.map((row) => (row.length === 1 ? heading(row[0] ?? '', widths.length, paint) : [...row])))
  return `${grid.toString()}\n`
}

/** A space on each side of a cell. */
const PADDING = 2

/**
 * Widths of columns that fit: the widest of all but the first are narrowed, never below their longest word; then
 * the first. Null where even that is too wide.
 */
function narrowed(all: Rows, room: number): readonly number[] | null {
  const widths = [...columnWidths(all, lengthOf)]
  const least = columnWidths(all, longestWord)
  const used = () => widths.reduce((sum, width) => sum + width + PADDING + 1, 1)
  while (used() > room) {
    const widest = widestOf(widths, least)
    if (widest === null) return null
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function widestOf(widths: readonly number[], least: readonly number[]): number | null {
  const able = widths.map((width, at) => (width > (least[at] ?? 0) ? width : 0))
  const others = Math.max(0, ...able.slice(1))
  if (others > 0) return able.indexOf(others, 1)
  return (able[0] ?? 0) > 0 ? 0 : null
}

const heading = (text: string, columns: number, paint: Paint): string[] => [
  paint('strong', text),
  ...Array<string>(columns - 1).fill(''),
]

function columns(all: Rows, { head, paint = plainPaint }: TableOptions): string {
  const headless = all.filter((row) => row.length > 1)
  const widths = columnWidths(headless, lengthOf)
  const lines = all.map((row) =>
    row
      .map((cell, at) => (row.length === 1 ? cell : pad(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  return lines.map((line, index) => `${head && index === 0 ? paint('strong', line) : line}\n`).join('')
}

const stacked = (rows: Rows, head: readonly string[], paint: Paint): string =>
  rows
    .map(([first = '', ...rest]) =>
      [
        `${paint('strong', first)}\n`,
        ...rest.map((cell, at) => {
          const name = head[at + 1]
          return name === undefined ? `  ${cell}\n` : `  ${name}: ${cell}\n`
        }),
      ].join(''),
    )
    .join('')

function columnWidths(rows: Rows, measure: (cell: string) => number): readonly number[] {
  const widths: number[] = []
  for (const row of rows)
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, measure(cell))
    })
  return widths
}

const lengthOf = (text: string): number => [...text].length
const longestWord = (text: string): number => Math.max(...text.split(' ').map(lengthOf))
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - lengthOf(text)))
