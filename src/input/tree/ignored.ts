import ignore, { type Ignore } from 'ignore'

/** The rules of one ignore file, and the folder it lies in: `''` or `a/b/`. */
export interface Rules {
  readonly folder: string
  readonly rules: Ignore
}

export const rulesOf = (folder: string, text: string): Rules => ({ folder, rules: ignore().add(text) })

/** Whether the ignore files leave something out: the nearest that says anything decides. @param path a folder's ends in `/` */
export function isIgnored(path: string, stack: readonly Rules[]): boolean {
  for (let index = stack.length - 1; index >= 0; index--) {
    const { folder, rules } = stack[index] as Rules
    const { ignored, unignored } = rules.test(path.slice(folder.length))
    if (ignored || unignored) return ignored
  }
  return false
}
