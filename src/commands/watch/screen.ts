import type { Output } from '../../host/host.ts'

const ESC = '\u001b['
const ENTER = `${ESC}?1049h${ESC}?25l`
const LEAVE = `${ESC}?25h${ESC}?1049l`

/** A screen of its own, as `watch` and `less` have; what was there before comes back when it is left. */
export interface Screen {
  /** @param latest what must be seen even where not all of `lines` can be, the last of it first */
  show(lines: readonly string[], latest: readonly string[], foot: string): Promise<void>
  leave(): Promise<void>
}

export async function openScreen(output: Output): Promise<Screen> {
  await output.write(ENTER)
  return {
    show: async (lines, latest, foot) => {
      const text = fitting(lines, latest, foot, output)
        .map((line) => `${line}${ESC}K`)
        .join('\n')
      await output.write(`${ESC}H${text}${ESC}J`)
    },
    leave: () => output.write(LEAVE),
  }
}

const COLOURS = new RegExp(`${ESC.replace('[', '\\[')}[0-9;]*m`, 'g')

/** How many lines of a terminal a line of text takes, which goes on in the next where it is too long. */
const rowsOf = (line: string, width: number): number =>
  Math.max(1, Math.ceil(line.replace(COLOURS, '').length / Math.max(1, width)))

/** What fits: `latest` may take half of the room, `lines` take the rest and say how many are missing. */
export function fitting(
  lines: readonly string[],
  latest: readonly string[],
  foot: string,
  { width, height }: Pick<Output, 'width' | 'height'>,
): readonly string[] {
  const rows = (line: string) => rowsOf(line, width)
  const room = Math.max(0, height - rows(foot))
  const all = [...lines, ...latest].reduce((sum, line) => sum + rows(line), 0)
  if (all <= room) return [...lines, ...latest, foot]
  const below = upTo(latest.toReversed(), Math.floor(room / 2), rows).toReversed()
  const left = room - below.reduce((sum, line) => sum + rows(line), 0)
  const whole = upTo(lines, left - 1, rows)
  const above = whole.length > 0 ? whole : begun(lines[0] ?? '', width * (left - 1))
  const more = lines.length - above.length
  return [
    ...above,
    ...(left > 0 && more > 0 ? [`… ${more} ${more === 1 ? 'line' : 'lines'} more`.slice(0, width)] : []),
    ...below,
    foot,
  ]
}

/** The beginning of a line that is too long for all the room there is; none where there is no room. */
const begun = (line: string, most: number): readonly string[] =>
  most > 1 ? [`${line.replace(COLOURS, '').slice(0, most - 1)}…`] : []

function upTo(lines: readonly string[], room: number, rows: (line: string) => number): readonly string[] {
  let taken = 0
  const end = lines.findIndex((line) => {
    taken += rows(line)
    return taken > room
  })
  return end < 0 ? lines : lines.slice(0, end)
}
