import { Buffer } from 'node:buffer'
import type { Block } from '../../host/host.ts'
import { CAP } from '../../input/contents.ts'
import { given } from '../../input/key-source.ts'
import { EXIT } from '../../model/exit.ts'
import { error } from '../../model/finding.ts'
import { type Shown, says } from '../../model/visible.ts'
import { addTallies, type Checked, NOTHING, type Tally } from '../../present/check/checked.ts'
import { checkedJson } from '../../present/check/json.ts'
import { checkedLine } from '../../present/check/text.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import type { Paint } from '../../present/look.ts'
import { checkKey, type Measure } from './check-key.ts'

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
export function checkBlock({ bytes, firstLine }: Block, measure: ListMeasure, paint: Paint): BlockAnswer {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').split('\n')
  if (lines.at(-1) === '') lines.pop()
  const answers: string[] = []
  let [blank, comments] = [0, 0]
  const ended: Checked[] = []
  lines.forEach((whole, index) => {
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole
    if (/^[ \t]*$/.test(line)) blank++
    else if (line.startsWith('#')) comments++
    else {
      const checked = checkLine(line, firstLine + index, measure)
      answers.push(written(checked, measure, paint))
      ended.push(checked)
    }
  })
  return { text: answers.join(''), tally: addTallies({ ...NOTHING, blank, comments }, tallyOf(ended)) }
}

function checkLine(bytes: string, line: number, measure: ListMeasure): Checked {
  const { from } = measure
  if (bytes.length <= CAP) {
    const { text, findings } = given({ bytes, from, place: null, findings: [] })
    return checkKey({ text, from, findings, line }, measure)
  }
  const tooLarge = error('key.too-large', says`the line is longer than 1 MiB`)
  const of = { kind: 'format', decoding: { kind: 'unrecognized', faults: [tooLarge] } } as const
  return { of, findings: [], exitCode: EXIT.malformed, from, line }
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

export function tallyOf(keys: readonly Checked[]): Tally {
  const exitCodes: Record<string, number> = {}
  for (const { exitCode } of keys) if (exitCode !== 0) exitCodes[exitCode] = (exitCodes[exitCode] ?? 0) + 1
  return {
    ...NOTHING,
    checked: keys.length,
    passed: keys.filter(({ exitCode }) => exitCode === 0).length,
    exitCodes,
  }
}
