import { Buffer } from 'node:buffer'
import type { Block } from '../../host/host.ts'
import { CAP } from '../../input/contents.ts'
import { strays } from '../../input/strays.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { error, type Finding } from '../../model/finding.ts'
import { KeyText } from '../../model/key-text.ts'
import { type Shown, says } from '../../model/visible.ts'
import { type Checked, NOTHING, type Tally } from '../../present/check/checked.ts'
import { checkedJson } from '../../present/check/json.ts'
import { checkedLine } from '../../present/check/text.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import type { Paint } from '../../present/look.ts'
import { checkKeys, type Found, type Measure } from './check-key.ts'

/** Everything it takes to check a list and write down what was found: plain data. */
export interface ListMeasure extends Measure {
  readonly from: Shown
  readonly json: boolean
  readonly quiet: boolean
  readonly color: boolean
}

/** What a block came to: its lines of output, and what to count. */
export interface BlockAnswer {
  readonly text: string
  readonly tally: Tally
}

/** Checks every key of a block of lines. Carriage returns before line feeds belong to the list, not to a key. */
export function checkBlock(block: Block, measure: ListMeasure, paint: Paint): BlockAnswer {
  let text = ''
  const tally = checkEach(block, measure, (checked) => {
    text += written(checked, measure, paint)
  })
  return { text, tally }
}

/** Hands on each key of a block as it is checked; the same rules for every way to write it down. */
export function checkEach(
  block: Block,
  measure: Measure & Pick<ListMeasure, 'from'>,
  use: (checked: Checked) => void,
): Tally {
  const { lines, blank, comments } = linesOf(block)
  const count = counter()
  for (let at = 0; at < lines.length; at += TOGETHER)
    for (const checked of checkLines(lines.slice(at, at + TOGETHER), measure)) {
      count.add(checked.exitCode)
      use(checked)
    }
  return { ...count.tally(), blank, comments }
}

interface Line {
  readonly bytes: string
  readonly number: number
}

function linesOf({ bytes, firstLine }: Block) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const lines: Line[] = []
  let blank = 0
  let comments = 0
  let number = firstLine
  for (let at = 0; at < text.length; number++) {
    const found = text.indexOf('\n', at)
    const end = found < 0 ? text.length : found
    const line = text.slice(at, text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > at ? end - 1 : end)
    at = end + 1
    if (BLANK.test(line)) blank++
    else if (line.startsWith('#')) comments++
    else lines.push({ bytes: line, number })
  }
  return { lines, blank, comments }
}

/** How many keys are judged together. */
const TOGETHER = 32
const CARRIAGE_RETURN = 13
const BLANK = /^[ \t]*$/

const NONE: readonly Finding[] = []

function checkLines(
  lines: readonly Line[],
  measure: Measure & Pick<ListMeasure, 'from'>,
): readonly Checked[] {
  const { from } = measure
  const short: Line[] = []
  const keys: Found[] = []
  for (const line of lines)
    if (line.bytes.length <= CAP) {
      short.push(line)
      keys.push({ text: new KeyText(line.bytes), from, findings: NONE, line: line.number })
    }
  const checked = checkKeys(keys, measure)
  if (checked.every(({ exitCode }) => exitCode === EXIT.done) && short.length === lines.length) return checked
  let next = 0
  return lines.map(({ bytes, number }) =>
    bytes.length <= CAP
      ? withStrays(checked[next++] as Checked, bytes)
      : { of: tooLarge(measure), findings: [], exitCode: EXIT.malformed, from, line: number },
  )
}

/** Only around a key that does not pass is it worth looking for what was pasted along. */
const withStrays = (checked: Checked, bytes: string): Checked =>
  checked.exitCode === EXIT.done ? checked : { ...checked, findings: [...strays(bytes), ...checked.findings] }

function tooLarge({ demands, now }: Measure): Checked['of'] {
  const finding = error(
    'key.too-large',
    says`the line is longer than 1 MiB; no runtime can be given such a key`,
  )
  return demands.formatOnly
    ? { kind: 'format', decoding: { kind: 'unrecognized', faults: [finding] } }
    : {
        kind: 'judged',
        verdict: {
          kind: 'unreadable',
          product: null,
          form: null,
          now,
          findings: [finding],
          exitCode: EXIT.malformed,
        },
      }
}

/** A key in the form that was asked for; nothing for one that passes where only failures are wanted. */
export function written(
  checked: Checked,
  { json, quiet }: Pick<ListMeasure, 'json' | 'quiet'>,
  paint: Paint,
): string {
  if (quiet && checked.exitCode === 0) return ''
  if (!json) return checkedLine(checked, paint)
  return toJsonLine(envelope('check', { exitCode: checked.exitCode, result: checkedJson(checked) }))
}

/** Counts keys as they are checked, and keeps none of them. */
export function counter() {
  const exitCodes: Record<string, number> = {}
  let checked = 0
  let passed = 0
  return {
    add(exitCode: ExitCode): void {
      checked++
      if (exitCode === EXIT.done) passed++
      else exitCodes[exitCode] = (exitCodes[exitCode] ?? 0) + 1
    },
    tally: (): Tally => ({ ...NOTHING, checked, passed, exitCodes }),
  }
}
