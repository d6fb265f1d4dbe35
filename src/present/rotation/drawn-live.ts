import ora from 'ora'
import type { Paint } from '../look.ts'
import type { Live } from './live.ts'
import { progressLine } from './progress-lines.ts'
import { stepLines } from './report-view.ts'

const ESC = '\u001b['

/** What ora needs of a terminal, over a plain write. */
function terminal(write: (text: string) => void, columns: number) {
  return {
    isTTY: true,
    columns,
    write: (text: string) => {
      write(text)
      return true
    },
    cursorTo: (x: number) => write(`${ESC}${x + 1}G`),
    clearLine: () => write(`${ESC}2K`),
    moveCursor: (_x: number, y: number) => write(y < 0 ? `${ESC}${-y}A` : `${ESC}${y}B`),
  } as unknown as NodeJS.WriteStream
}

/** A spinner with a line for each service beneath it, for a terminal. */
export function drawnLive(write: (text: string) => void, columns: number, paint: Paint): Live {
  const spinner = ora({
    stream: terminal(write, columns),
    isEnabled: true,
    discardStdin: false,
    hideCursor: false,
    color: false,
  })
  let doing = ''
  const cut = (line: string) => (line.length < columns - 2 ? line : `${line.slice(0, columns - 5)}...`)
  return {
    begins: (says) => {
      doing = cut(says)
      spinner.start(doing)
    },
    ends: (report) => {
      spinner.stop()
      write(`${stepLines(report, paint).join('\n')}\n`)
    },
    progress: (units) => {
      spinner.text = [doing, ...units.map((unit) => cut(`  ${progressLine(unit)}`))].join('\n')
    },
    close: () => spinner.stop(),
  }
}
