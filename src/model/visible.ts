declare const shown: unique symbol

/** Text that is safe on a terminal, in a log and in JSON: our own words, or foreign ones escaped. */
export type Shown = string & { readonly [shown]: true }

/** As texts, made into expressions when something is not plain: merely reading a literal with classes of Unicode takes a millisecond. */
const UNSAFE = String.raw`[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|\u034f|[\u115f\u1160]|[\u17b4\u17b5]|[\u180b-\u180f]|[\u2800\u3164\uffa0]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]`
const COMBINING_RUN = String.raw`(\p{M}{4})\p{M}+`
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/
const LONGEST = 400
/** What some build servers obey anywhere in a line of a log: `##[debug]`, `##vso[...]`, `##teamcity[...]`. */
const LOG_COMMAND = /#(?=#(?:\[|vso\[|teamcity\[))/gi

const escaped = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`

/** Escapes one foreign value: what cannot be seen becomes `\u{hex}`; very long values are cut, and say so. */
export function visible(value: string): Shown {
  if (value.length <= LONGEST && PLAIN.test(value) && !value.includes('##')) return value as Shown
  const cut = value.length > LONGEST ? value.slice(0, LONGEST) : value
  const safe = cut
    .replace(new RegExp(UNSAFE, 'gu'), escaped)
    .replace(new RegExp(COMBINING_RUN, 'gu'), '$1\u2026')
    .replace(LOG_COMMAND, escaped)
  return (value.length > LONGEST ? `${safe}\u2026 (${value.length} characters)` : safe) as Shown
}

/** A sentence of ours around foreign values: every interpolation is escaped, unless it is already `Shown` by `own`. */
export function says(strings: TemplateStringsArray, ...values: readonly (string | number | Own)[]): Shown {
  let sentence = strings[0] ?? ''
  values.forEach((value, index) => {
    const text = typeof value === 'object' ? value.own : visible(String(value))
    sentence += text + (strings[index + 1] ?? '')
  })
  return sentence as Shown
}

interface Own {
  readonly own: Shown
}

/** Marks a part of a `says` sentence that has been escaped already. */
export const own = (text: Shown): Own => ({ own: text })
