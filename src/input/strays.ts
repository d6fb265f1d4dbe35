import type { Code } from '../model/codes.ts'
import { type Finding, warning } from '../model/finding.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { describeMisfit } from './misfits.ts'

/*
 * Everything here reads a key as one character per byte, so the characters beyond ASCII are matched by
 * their UTF-8 bytes.
 */
const BOM = /^\xef\xbb\xbf/
const UTF16 = /^(?:\xff\xfe|\xfe\xff)|^[^\0]\0[^\0]\0/
const NO_BREAK = /\xc2\xa0/
const ZERO_WIDTH = /\xe2\x80[\x8b-\x8f]|\xe2\x81\xa0/
const CURLY = '\xe2\x80[\x98\x99\x9c\x9d]'
const QUOTE = new RegExp(`^(["'\`]|${CURLY})|(["'\`]|${CURLY})$`, 'g')
const ASSIGNMENT =
  /^(?:export |set |setx |\$env:|-e |--env )?([A-Z][A-Z0-9_]{2,63}) ?[=:] ?(?=.*(?:AXON-|eyJ|aalk_))/
const ELLIPSIS = /\.\.\.|\xe2\x80\xa6/
const PLACEHOLDER = /<[a-z_ ]{2,30}>|\{[A-Z0-9_()]{2,40}\}/

const retype = says`set the key again without it; the runtime does not trim`

/** Everything around or inside a key that does not belong to one, each named exactly. Nothing is taken away. */
export function strays(text: string): readonly Finding[] {
  if (text === '' || isClean(text)) return []
  if (UTF16.test(text))
    return [
      stray(
        'source.encoding',
        says`the text is UTF-16, not UTF-8`,
        says`save it as UTF-8 without a byte-order mark; in PowerShell: Set-Content -Encoding ascii`,
      ),
    ]
  const misfit = describeMisfit(text)
  return [
    ...(BOM.test(text)
      ? [
          stray(
            'source.encoding',
            says`a byte-order mark before the key`,
            says`save the file as UTF-8 without one`,
          ),
        ]
      : []),
    ...spaces(text),
    ...breaks(text),
    ...(NO_BREAK.test(text)
      ? [stray('source.invisible', says`a no-break space ${whereIs(text, NO_BREAK)}`, retype)]
      : []),
    ...(ZERO_WIDTH.test(text)
      ? [stray('source.invisible', says`a zero-width character ${whereIs(text, ZERO_WIDTH)}`, retype)]
      : []),
    ...quotes(text),
    ...assignment(text),
    ...placeholder(text),
    ...glued(text),
    ...(misfit ? [stray('source.wrong-thing', misfit.says, misfit.hint)] : []),
  ]
}

const CLEAN = /^AXON-[\w-]+\.[\w-]+$/

/** The usual case, told at once. */
const isClean = (text: string): boolean => CLEAN.test(text) && text.lastIndexOf('AXON-') === 0

const stray = (code: Code, what: Shown, ...hints: readonly Shown[]): Finding => warning(code, what, ...hints)

const plural = (count: number, one: string): string => (count === 1 ? `a ${one}` : `${count} ${one}s`)

function spaces(text: string): readonly Finding[] {
  const found: Finding[] = []
  for (const [pattern, where] of [
    [/^[ \t]+/, 'before'],
    [/[ \t]+$/, 'after'],
  ] as const) {
    const run = pattern.exec(text)?.[0]
    if (run !== undefined)
      found.push(
        stray(
          'source.space',
          says`${plural(run.length, run.includes('\t') ? 'tab' : 'space')} ${where} the key`,
          retype,
        ),
      )
  }
  const inside = text.trim().search(/[ \t]/)
  if (inside > 0 && !ASSIGNMENT.test(text) && !PLACEHOLDER.test(text))
    found.push(stray('source.space', says`a space inside the key, after ${inside} characters`, retype))
  return found
}

function breaks(text: string): readonly Finding[] {
  const before = /^[\r\n]+/.exec(text)?.[0]
  const behind = /[\r\n]+$/.exec(text)?.[0]
  const middle = text.replace(/^[\r\n]+|[\r\n]+$/g, '')
  const at = middle.search(/[\r\n]/)
  return [
    ...(before ? [stray('source.line-break', says`a line break before the key`, retype)] : []),
    ...(at >= 0
      ? [
          stray(
            'source.line-break',
            says`a line break inside the key, after ${at} characters`,
            says`join the lines; a list of keys, one a line, is checked with: lic check --lines SOURCE`,
          ),
        ]
      : []),
    ...(behind ? [stray('source.line-break', says`more than one line break after the key`, retype)] : []),
  ]
}

function whereIs(text: string, pattern: RegExp): string {
  const at = text.search(pattern)
  const rest = text.slice(at).replace(new RegExp(pattern, 'g'), '').trim()
  return at === 0
    ? 'before the key'
    : rest === ''
      ? 'after the key'
      : `inside the key, after ${at} characters`
}

function quotes(text: string): readonly Finding[] {
  const found = [...text.trim().matchAll(QUOTE)].map((match) => match.index)
  if (found.length === 0) return []
  const what =
    found.length > 1 ? 'wrapped in quotes' : `a quote ${found[0] === 0 ? 'before' : 'after'} the key`
  return [
    stray(
      'source.quotes',
      says`${what}`,
      says`set the key without quotes: docker's env files and secret stores keep them`,
    ),
  ]
}

function assignment(text: string): readonly Finding[] {
  const name = ASSIGNMENT.exec(text.trim())?.[1]
  return name === undefined
    ? []
    : [
        stray(
          'source.assignment',
          says`${name}= was pasted along with the key`,
          says`give only what stands after the equals sign`,
        ),
      ]
}

function placeholder(text: string): readonly Finding[] {
  const hint = says`copy the whole key from the vendor's mail or portal`
  if (PLACEHOLDER.test(text))
    return [
      stray('source.placeholder', says`this is the placeholder from the documentation, not a key`, hint),
    ]
  if (!ELLIPSIS.test(text)) return []
  return [
    stray(
      'source.placeholder',
      says`cut short: an ellipsis stands where the rest of the key should be`,
      hint,
    ),
  ]
}

function glued(text: string): readonly Finding[] {
  const count = text.split('AXON-').length - 1
  if (count < 2) return []
  return [
    stray(
      'source.two-keys',
      says`${count} keys in one text`,
      says`give one of them; a list of keys, one a line, is checked with: ${own(says`lic check --lines SOURCE`)}`,
    ),
  ]
}
