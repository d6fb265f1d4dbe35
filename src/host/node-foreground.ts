import { readFileSync } from 'node:fs'

/** Whether the terminal listens to this process; taken for granted where the system does not tell. */
export function inForeground(): boolean {
  try {
    return ownsTerminal(readFileSync('/proc/self/stat', 'latin1'))
  } catch {
    return true
  }
}

/** @param stat as in proc(5): the name of the program, in parentheses, may hold anything */
export function ownsTerminal(stat: string): boolean {
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group === undefined || foreground === undefined || group === foreground
}
