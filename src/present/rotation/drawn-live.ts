import ora from 'ora'
import type { UnitProgress } from '../../targets/target.ts'
import type { Paint } from '../look.ts'
import { hang } from './hang.ts'
import type { Live } from './live.ts'
import { progressLine } from './progress-lines.ts'
import { endedLines, GOING_BACK, STEP_INDENT } from './report-view.ts'

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
  let units: readonly UnitProgress[] = []
  let asked: string | null = null
  // The spinner itself takes two columns, and a full line would break by itself.
  const within = (line: string, by: number) => hang(line, columns - 3, by)
  const drawing = () =>
    [
      doing,
      ...units.flatMap((unit) => unitLines(unit).flatMap((line) => within(line, 6))),
      ...(asked === null ? [] : within(asked, 2).map((line) => paint('strong', line))),
    ].join('\n')
  return {
    begins: (says) => {
      doing = within(says, 2).join('\n')
      units = []
      spinner.start(drawing())
    },
    ends: (report) => {
      spinner.stop()
      const lines = endedLines(report, paint).flatMap((line) => hang(line, columns, STEP_INDENT))
      write(`${lines.join('\n')}\n`)
    },
    turnsBack: () => {
      spinner.stop()
      write(`${paint('strong', GOING_BACK)}\n`)
    },
    progress: (news) => {
      units = news
      spinner.text = drawing()
    },
    note: (text) => {
      spinner.clear()
      write(`${hang(text, columns, 2).join('\n')}\n`)
    },
    asks: (question) => {
      asked = question
      spinner.text = drawing()
    },
    close: () => spinner.stop(),
  }
}

const unitLines = (unit: UnitProgress): readonly string[] => [
  `  ${progressLine(unit)}`,
  ...(unit.event === null ? [] : [`    ${unit.event}`]),
]
