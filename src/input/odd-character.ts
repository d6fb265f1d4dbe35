import { type Shown, says } from '../model/visible.ts'

const NAMES: { readonly [character: string]: Shown } = {
  ' ': says`a space`,
  '\t': says`a tab`,
  '\r': says`a carriage return`,
  '\n': says`a line break`,
  '\0': says`a NUL byte`,
  '"': says`a double quote`,
  "'": says`a single quote`,
  '`': says`a back quote`,
  '\u00a0': says`a no-break space`,
  '\u00c2\u00a0': says`a no-break space`,
  '\u00e2\u0080\u008b': says`a zero-width space`,
  '\u00ef\u00bb\u00bf': says`a byte-order mark`,
  '\u00e2\u0080\u0091': says`a non-breaking hyphen`,
  '\u00e2\u0080\u0093': says`an en dash`,
  '\u00e2\u0080\u0094': says`an em dash`,
  '\u00e2\u0088\u0092': says`a minus sign`,
  '\u00e2\u0080\u009c': says`a curly quote`,
  '\u00e2\u0080\u009d': says`a curly quote`,
}

/** The name of a text that is one odd character, whatever bytes it takes; undefined for anything else. */
export const oddCharacter = (text: string): Shown | undefined =>
  Object.hasOwn(NAMES, text) ? NAMES[text] : undefined

/** What stands there, by name: the longest spelling first, one character per byte. */
export function nameOf(text: string, at: number): Shown {
  for (let size = 3; size > 0; size--) {
    const found = oddCharacter(text.slice(at, at + size))
    if (found !== undefined) return found
  }
  const character = text.charAt(at)
  return character > ' ' && character <= '~'
    ? says`the character ${character}`
    : says`byte 0x${(text.charCodeAt(at) & 0xff).toString(16).padStart(2, '0')}`
}
