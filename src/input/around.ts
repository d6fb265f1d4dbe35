import type { Finding } from '../model/finding.ts'
import { KeyText } from '../model/key-text.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { nameOf } from './odd-character.ts'
import { strays } from './strays.ts'

/** White space, quotes and marks that cannot be seen, one character a byte: no key of anybody begins or ends so. */
const ODD =
  '(?:[\\s\\0"\'`]|\\xc2\\xa0|\\xe2\\x80[\\x8b-\\x8f\\x98-\\x9f\\xa8\\xa9]|\\xe3\\x80\\x80|\\xef\\xbb\\xbf)'
const BEFORE = new RegExp(`^${ODD}+`)
const AFTER = new RegExp(`(?<!${ODD})${ODD}+$`)
const ONE = new RegExp(ODD, 'g')

/** What stands around a key, by name, and the key without it. */
export interface Around {
  readonly says: Shown
  readonly bare: KeyText
}

/** Null where nothing does, or there is nothing else. */
export function aroundKey(text: KeyText): Around | null {
  const whole = text.reveal()
  const before = BEFORE.exec(whole)?.[0] ?? ''
  const rest = whole.slice(before.length)
  const after = AFTER.exec(rest)?.[0] ?? ''
  if (rest === '' || before + after === '') return null
  const bare = new KeyText(rest.slice(0, rest.length - after.length))
  if (after === '') return { says: says`before it stands ${own(namesOf(before))}`, bare }
  if (before === '') return { says: says`after it stands ${own(namesOf(after))}`, bare }
  return {
    says: says`before it stands ${own(namesOf(before))}, after it ${own(namesOf(after))}`,
    bare,
  }
}

const MOST = 4

/** `a space (3 times), a line break` */
function namesOf(run: string): Shown {
  const names: { readonly name: Shown; count: number }[] = []
  for (const [character] of run.matchAll(ONE)) {
    const name = nameOf(character, 0)
    const last = names.at(-1)
    if (last?.name === name) last.count++
    else names.push({ name, count: 1 })
  }
  const told = names
    .slice(0, MOST)
    .map(({ name, count }) => (count === 1 ? name : `${name} (${count} times)`))
  return [...told, ...(names.length > MOST ? ['and more'] : [])].join(', ') as Shown
}

/** What else was pasted along with a key; quotes and marks around it are told by `aroundKey`. */
export const pastedWith = (text: KeyText): readonly Finding[] =>
  strays(text.reveal()).filter(
    ({ code }) => code !== 'source.quotes' && !(code === 'source.encoding' && aroundKey(text) !== null),
  )
