import type { Finding } from '../model/finding.ts'
import { warning } from '../model/finding.ts'
import { says } from '../model/visible.ts'
import { isClean } from './clean.ts'
import { describeMisfit } from './misfits.ts'

/*
 * Everything here reads a text as one character per byte, so the characters beyond ASCII are matched by
 * their UTF-8 bytes. What stops the runtime is named by the product's own reading; this room adds what
 * happened on the way, and what to do about it.
 */
const BOM = /^\xef\xbb\xbf/
const UTF16 = /^(?:\xff\xfe|\xfe\xff)|^[^\0]\0[^\0]\0/
const CURLY = '\xe2\x80[\x98\x99\x9c\x9d]'
const WRAPPED = new RegExp(`^(?:["'\`]|${CURLY}).*(?:["'\`]|${CURLY})$`, 's')
const ELLIPSIS = /\.\.\.|\xe2\x80\xa6/
const PLACEHOLDER = /<[a-z_ -]{2,30}>|\{[A-Z0-9_()]{2,40}\}/i

/** What happened to a text on its way here. Nothing is taken away. */
export function strays(text: string): readonly Finding[] {
  if (text === '' || isClean(text)) return []
  if (UTF16.test(text)) return [utf16]
  return [
    ...(BOM.test(text) ? [byteOrderMark] : []),
    ...(WRAPPED.test(text.trim()) ? [quotes] : []),
    ...placeholder(text),
    ...glued(text),
    ...describeMisfit(text),
  ]
}

const utf16 = warning(
  'source.encoding',
  says`the text is UTF-16, not UTF-8`,
  says`save it as UTF-8 without a byte-order mark; in PowerShell: Set-Content -Encoding ascii`,
)

const byteOrderMark = warning(
  'source.encoding',
  says`the text begins with a byte-order mark`,
  says`save the file as UTF-8 without one`,
)

const quotes = warning(
  'source.quotes',
  says`the key is wrapped in quotes, and they are part of it`,
  says`set it without: env files of docker and secret stores keep quotes, a shell does not`,
)

function placeholder(text: string): readonly Finding[] {
  const hint = says`copy the whole key from the vendor's mail or portal`
  if (PLACEHOLDER.test(text))
    return [warning('source.placeholder', says`this is a placeholder from documentation, not a key`, hint)]
  if (!ELLIPSIS.test(text)) return []
  return [
    warning(
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
    warning(
      'source.two-keys',
      says`${count} keys in one text`,
      says`give one of them; a list of keys, one a line, is checked with: lic check --lines SOURCE`,
    ),
  ]
}
