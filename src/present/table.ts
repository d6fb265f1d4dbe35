import { type Look, type Paint, plainPaint } from './look.ts'

export interface TableOptions {
  readonly head?: readonly string[]
  readonly paint?: Paint
}

/** Each row's cells, plain text; a row of one cell is a heading over those that follow. */
type Rows = readonly (readonly string[])[]

/**
 * Rows of plain words as a table, lines ending in a line feed. Drawn on a terminal that is wide enough;
 * elsewhere the same words in columns two spaces apart; on a terminal too narrow even for those, a heading
 * for each row and its cells beneath.
 */
export async function table(rows: Rows, look: Look, options: TableOptions = {}): Promise<string> {
  const all = options.head ? [options.head, ...rows] : rows
  const paint = options.paint ?? plainPaint
  const widths = columnWidths(all)
  const total = widths.reduce((sum, width) => sum + width, 0)
  if (all.length === 0) return ''
  if (!look.terminal) return columns(all, widths, options)
  if (total + 3 * widths.length + 1 <= look.width) return drawn(rows, options)
  if (total + 2 * (widths.length - 1) <= look.width) return columns(all, widths, options)
  return stacked(rows, options.head ?? [], paint)
}

async function drawn(rows: Rows, { head, paint = plainPaint }: TableOptions): Promise<string> {
  const { default: Table } = await import('cli-table3')
  const grid = new Table({
    style: { head: [], border: [], compact: true },
    ...(head ? { head: head.map((cell) => paint('strong', cell)) } : {}),
  })
  const columns = Math.max(...rows.map((row) => row.length))
  grid.push(...rows.map((row) => (row.length === 1 ? heading(row[0] ?? '', columns, paint) : [...row])))
  return `${grid.toString()}\n`
}

const heading = (text: string, columns: number, paint: Paint): string[] => [
  paint('strong', text),
  ...Array<string>(columns - 1).fill(''),
]

function columns(all: Rows, widths: readonly number[], { head, paint = plainPaint }: TableOptions): string {
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

function columnWidths(rows: Rows): readonly number[] {
  const widths: number[] = []
  for (const row of rows)
    if (row.length > 1)
      row.forEach((cell, at) => {
        widths[at] = Math.max(widths[at] ?? 0, lengthOf(cell))
      })
  return widths
}

const lengthOf = (text: string): number => [...text].length
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - lengthOf(text)))
