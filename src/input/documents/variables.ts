import { says } from '../../model/visible.ts'
import { bytesOf } from '../contents.ts'
import type { Found, Wanted } from './found.ts'
import { lineOf } from './line-of.ts'
import { referenceIn, withoutKeys } from './reference.ts'

/** An assignment, as dotenv reads it. Source: motdotla/dotenv lib/main.js, LINE */
const LINE =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm
const QUOTED = /^(['"`])([\s\S]*)\1$/

/** Every assignment of a wanted variable in a file of them, the ones that a later one overrides, too. */
export function readVariables(text: string, wanted: Wanted): readonly Found[] {
  const at = lineOf(text)
  return [...text.matchAll(LINE)]
    .filter(([, name = '']) => wanted.variables.includes(name))
    .map((match) => {
      const [whole, name = '', given = ''] = match
      const value = given.trim()
      const start = match.index + (value === '' ? whole.trimEnd().length : whole.lastIndexOf(value))
      const [, quote, inner] = QUOTED.exec(value) ?? []
      const from = start + (quote === undefined ? 0 : 1)
      const common = { variable: says`${name}`, inside: null }
      const bare = quote === '"' ? unescaped(inner ?? '') : (inner ?? value)
      const reference = /^\$(?:\w+$|\{)/.test(bare) ? referenceIn(bare) : null
      if (reference === null)
        return { ...common, ...at(from), kind: 'value', text: bytesOf(bare), plain: false }
      if (wanted.isKey(reference.text))
        return {
          ...common,
          ...at(from + reference.from),
          kind: 'value',
          text: bytesOf(reference.text),
          plain: false,
        }
      return { ...common, ...at(from), kind: 'reference', to: withoutKeys(says`${bare}`, wanted) }
    })
}

const unescaped = (text: string): string => text.replace(/\\n/g, '\n').replace(/\\r/g, '\r')
