import { says } from '../../model/visible.ts'
import { bytesOf } from '../contents.ts'
import type { Found, Wanted } from './found.ts'
import { lineOf } from './line-of.ts'

/** An assignment, as dotenv reads it. Source: motdotla/dotenv lib/main.js, LINE */
const LINE =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm
const QUOTED = /^(['"`])([\s\S]*)\1$/

/** Every assignment of a wanted variable in a file of them, the ones that a later one overrides, too. */
export function readVariables(text: string, { variables }: Wanted): readonly Found[] {
  const at = lineOf(text)
  return [...text.matchAll(LINE)]
    .filter(([, name = '']) => variables.includes(name))
    .map((match) => {
      const [whole, name = '', given = ''] = match
      const value = given.trim()
      const start = match.index + (value === '' ? whole.trimEnd().length : whole.lastIndexOf(value))
      const [, quote, inner] = QUOTED.exec(value) ?? []
      const common = { variable: says`${name}`, inside: null, ...at(start + (quote === undefined ? 0 : 1)) }
      const bare = quote === '"' ? unescaped(inner ?? '') : (inner ?? value)
      const reference = /^\$(?:\w+$|\{)/.exec(bare)
      return reference
        ? { ...common, kind: 'reference', to: says`${bare}` }
        : { ...common, kind: 'value', text: bytesOf(bare), plain: false }
    })
}

const unescaped = (text: string): string => text.replace(/\\n/g, '\n').replace(/\\r/g, '\r')
