import { type Shown, says, visible } from '../model/visible.ts'

const KEY_LIKE = /axon-|eyj|aalk_|private key|akia|asia[0-9a-z]{12}/i
const LONGEST = 120
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** Whether a text may be a key or hold one: then it is never shown, wherever the user put it. */
export const isKeyLike = (text: string): boolean => KEY_LIKE.test(text)

const KEY =
  /AXON-eyJ|AXON-V2-|AXON-[A-Z]{2,4}-.*-\d{8}-[0-9a-f]{8}|eyJ[\w-]{8,}\.[\w-]{8,}|aalk_[\w-]{8,}|PRIVATE KEY-/

/** Whether a key is in it, beyond what a name may have by chance: a cluster may be called axon-eyjafjord. */
export const holdsKey = (text: string): boolean => KEY.test(text)

/** A path or another name the user gave, for a message; not shown where it may be a key pasted by mistake. */
export function showName(name: string): Shown {
  if (isKeyLike(name)) return says`(${name.length} characters that look like a key)`
  if (name.length > LONGEST) return says`${name.slice(0, LONGEST)}… (${name.length} characters)`
  return says`${name}`
}

const LONG = 40
const DATED = /-\d{8}-/

/** Whether one name of a path may be a key pasted by mistake. Folders such as `axon-prod` begin like a key and are none. */
export const couldBeKey = (part: string): boolean =>
  isKeyLike(part) && (part.length >= LONG || DATED.test(part))

/** The path of a file that was found, not typed; a part of it that may be a key is not shown. */
export const showPath = (path: string): Shown =>
  path
    .split('/')
    .map((part) => (couldBeKey(part) ? showName(part) : visible(part)))
    .join('/') as Shown

/** `$NAME`, where it is a name that a variable can have. */
export const showVariable = (name: string): Shown =>
  VARIABLE.test(name) && !isKeyLike(name) ? says`$${name}` : says`a variable of that name`
