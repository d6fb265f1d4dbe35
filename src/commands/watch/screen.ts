import type { Output } from '../../host/host.ts'

const ESC = '\u001b['
const ENTER = `${ESC}?1049h${ESC}?25l`
const LEAVE = `${ESC}?25h${ESC}?1049l`

/** A screen of its own, as `watch` and `less` have; what was there before comes back when it is left. */
export interface Screen {
  show(lines: readonly string[], foot: string): Promise<void>
  leave(): Promise<void>
}

export async function openScreen(output: Output): Promise<Screen> {
  await output.write(ENTER)
  return {
    show: async (lines, foot) => {
      const room = Math.max(1, output.height - 1)
      const cut =
        lines.length > room ? [...lines.slice(0, room - 1), `… ${lines.length - room + 1} lines more`] : lines
      const text = [...cut, foot].map((line) => `${line}${ESC}K`).join('\n')
      await output.write(`${ESC}H${text}${ESC}J`)
    },
    leave: () => output.write(LEAVE),
  }
}
