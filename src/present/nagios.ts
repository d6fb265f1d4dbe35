import { EXIT } from '../model/exit.ts'

const STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const
export type NagiosState = (typeof STATES)[number]

/** What matters more: what is critical for certain, then what nobody knows. */
const BY_WEIGHT = ['OK', 'WARNING', 'UNKNOWN', 'CRITICAL'] as const satisfies readonly NagiosState[]

/** 0, 1, 2, 3, as a monitoring plugin exits. */
export const exitOfState = (state: NagiosState): number => STATES.indexOf(state)

/** The state that exit codes of ours amount to; nothing at all is not known. */
export function stateOf(exitCodes: readonly number[]): NagiosState {
  const states = exitCodes.map(stateOfOne)
  return exitCodes.length === 0 ? 'UNKNOWN' : (BY_WEIGHT.findLast((state) => states.includes(state)) ?? 'OK')
}

function stateOfOne(exitCode: number): NagiosState {
  if (exitCode === EXIT.done) return 'OK'
  if (exitCode === EXIT.expiresSoon || exitCode === EXIT.drift) return 'WARNING'
  if (exitCode === EXIT.expiresCritical) return 'CRITICAL'
  return exitCode >= EXIT.grace && exitCode <= EXIT.forged ? 'CRITICAL' : 'UNKNOWN'
}

/** `LIC OK - what`. The bar begins the performance data, so that no value may hold one. */
export const statusLine = (state: NagiosState, what: string): string =>
  `LIC ${state} - ${what.replaceAll('|', '\\u{7c}')}`

/** Whether a command line asks for a monitoring plugin's way to exit, also one that cannot be read otherwise. */
export const asksNagios = (argv: readonly string[]): boolean =>
  argv.some(
    (word, at) => word === '--exit-style=nagios' || (word === '--exit-style' && argv[at + 1] === 'nagios'),
  )
