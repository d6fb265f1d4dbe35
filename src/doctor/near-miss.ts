import { distance } from '../input/project/closest.ts'
import { type Shown, says } from '../model/visible.ts'

const LONGEST = 64

/** What is wrong with the name of a variable that was meant to be another; null where nothing says that it was. */
export function nearMiss(name: string, wanted: string): Shown | null {
  if (name === wanted || name.length > LONGEST) return null
  for (const [mend, how] of SLIPS) if (mend(name) === wanted) return how
  const plain = SLIPS.reduce((text, [mend]) => mend(text), name)
  if (plain === wanted) return says`written otherwise`
  if (wanted.split('_').length > 2 && plain.endsWith(`_${wanted}`)) return says`with something before it`
  const edits = distance(plain, wanted)
  return edits * 5 <= wanted.length || (edits * 4 <= wanted.length && plain.length < wanted.length)
    ? edits === 1
      ? says`one character off`
      : says`${edits} characters off`
    : null
}

const SLIPS: readonly (readonly [mend: (name: string) => string, how: Shown])[] = [
  [(name) => name.trim(), says`with white space beside it`],
  [(name) => name.replace(/^_+|_+$/g, ''), says`with an underscore too many`],
  [(name) => name.replace(/[-. ]/g, '_'), says`with another character for an underscore`],
  [(name) => name.toUpperCase(), says`not in capitals`],
  [(name) => name.replace(/LICENCE/i, 'LICENSE'), says`spelled LICENCE, not LICENSE`],
]
