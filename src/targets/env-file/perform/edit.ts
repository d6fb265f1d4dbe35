import { parse } from 'dotenv'
import { KeyText } from '../../../model/key-text.ts'
import { assignments } from '../assignments.ts'

/** A variable, and what it is to hold; one character a byte. */
export interface Change {
  readonly name: string
  readonly value: KeyText
}

/** Why a file is not changed: `twice`: set on several lines; `unwritable`: no way of writing the value is read the same everywhere. */
export type Unedited =
  | { readonly why: 'twice'; readonly lines: readonly number[] }
  | { readonly why: 'unwritable' }

/**
 * The file with other values in it, and nothing else changed by a byte; a variable that is missing stands at the end.
 * What is made is read again, and must say what it was made for.
 */
export function edited(file: KeyText, changes: readonly Change[]): KeyText | Unedited {
  let text = file.reveal()
  for (const { name, value } of changes) {
    const found = assignments(text).filter((one) => one.name === name)
    const [place] = found
    if (found.length > 1) return { why: 'twice', lines: found.map(({ line }) => line) }
    const written = asValue(value.reveal(), place === undefined ? '' : (text[place.start] ?? ''))
    if (written === null) return { why: 'unwritable' }
    text =
      place === undefined
        ? `${closed(text)}${name}=${written}${lineBreak(text)}`
        : text.slice(0, place.start) + written + text.slice(place.end)
  }
  return says(text, file, changes) ? new KeyText(text) : { why: 'unwritable' }
}

/** What a variable holds, as dotenv reads it; null where it is not there. */
export function valueIn(file: KeyText, name: string): KeyText | null {
  const value = variables(file.reveal())[name]
  return value === undefined ? null : new KeyText(bytes(value))
}

const PLAIN = /^[\w./+=:@,-]+$/
/** Nothing that a shell, Compose or dotenv would put something else in place of. */
const HARMLESS = /^[^'"`\\$\r\n]*$/

/** In the quotes that are there, else in those that it needs; null: in none is it read the same everywhere. */
function asValue(value: string, before: string): string | null {
  const lines = value.split(/\r\n|\n/)
  if (!lines.every((line) => HARMLESS.test(line))) return null
  if (lines.length > 1) return `"${lines.join('\\n')}"`
  if (before === "'" || before === '"') return `${before}${value}${before}`
  return PLAIN.test(value) ? value : `'${value}'`
}

const lineBreak = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n')
const closed = (text: string): string =>
  text === '' || /[\r\n]$/.test(text) ? text : `${text}${lineBreak(text)}`

function says(text: string, before: KeyText, changes: readonly Change[]): boolean {
  const wanted = { ...variables(before.reveal()) }
  for (const { name, value } of changes)
    wanted[name] = Buffer.from(value.reveal().replaceAll('\r\n', '\n'), 'latin1').toString('utf8')
  const found = variables(text)
  const names = new Set([...Object.keys(wanted), ...Object.keys(found)])
  return [...names].every((name) => wanted[name] === found[name])
}

const variables = (text: string): Record<string, string> =>
  Object.assign(Object.create(null), parse(Buffer.from(text, 'latin1').toString('utf8')))

const bytes = (value: string): string => Buffer.from(value, 'utf8').toString('latin1')
