import type { Shown } from '../../model/visible.ts'
import type { Wanted } from './found.ts'

/** `${NAME:-text}`: a text for the case that there is none. */
const DEFAULTED = /^\$\{\w+:?-([\s\S]*)\}$/
const REFERENCE = /^\$\{|^\$\w+$|\{\{/

/** A value that is filled in later, with the text that stands in for it; null for a value of its own. */
export function referenceIn(text: string): { readonly from: number; readonly text: string } | null {
  if (!REFERENCE.test(text)) return null
  const [, otherwise = ''] = DEFAULTED.exec(text) ?? []
  return { from: text.length - 1 - otherwise.length, text: otherwise }
}

const RUN = /[\w.+/=-]{24,}/g

/** A text of the file, without what may be a key in it: as the file has it, or in base64. */
export const withoutKeys = <T extends Shown | null>(text: T, { beginnings }: Wanted): T =>
  text === null
    ? text
    : (text.replace(RUN, (run) =>
        beginnings.some((one) => run.includes(one)) ? `(${run.length} characters that look like a key)` : run,
      ) as T)
