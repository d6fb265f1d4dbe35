/** Every exit code there is, by name. Banded: 20 attention, 30 do not trust, 40 reject, 50 a change that did not end well. */
export const EXIT = {
  done: 0,
  fault: 1,
  usage: 2,
  expiresSoon: 20,
  expiresCritical: 21,
  drift: 22,
  noKey: 30,
  unreachable: 31,
  credentials: 32,
  unproved: 33,
  grace: 40,
  expired: 41,
  notYetValid: 42,
  requirement: 43,
  malformed: 44,
  refusedByRuntime: 46,
  forged: 49,
  refused: 50,
  undone: 51,
  stranded: 52,
  overtaken: 53,
  unfinished: 54,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The largest of several exit codes; 0 for none. */
export const worst = (codes: readonly ExitCode[]): ExitCode => Math.max(EXIT.done, ...codes) as ExitCode
