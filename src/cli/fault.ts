import type { Host, OutputTrouble } from '../host/host.ts'
import { exitCodeOf } from '../model/codes.ts'
import { EXIT } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { own, says, visible } from '../model/visible.ts'
import { asksNagios, exitOfState, statusLine } from '../present/nagios.ts'
import { deliverError } from './deliver-error.ts'

/** The one place where something thrown is put into words. A fault of ours shows its kind, never its message: that may quote a key. */
export async function reportThrown(thrown: unknown, argv: readonly string[], host: Host): Promise<number> {
  if (asksNagios(argv)) return reportUnknown(thrown, host)
  if (isLost(thrown)) return reportLost(thrown, host)
  const error = errorOf(thrown)
  await deliverError(error, argv, host)
  if (exitCodeOf(error) === EXIT.fault && argv.includes('--debug')) await host.stderr.write(stackOf(thrown))
  return exitCodeOf(error)
}

const errorOf = (thrown: unknown): LicError =>
  thrown instanceof LicError
    ? thrown
    : new LicError(
        'lic.fault',
        says`a fault in lic itself (${kindOf(thrown)})`,
        says`run it again with --debug and report what it prints`,
      )

/** A monitoring system reads the first line of standard output, and takes exit code 1 for a warning. */
async function reportUnknown(thrown: unknown, host: Host): Promise<number> {
  const error = errorOf(thrown)
  if (!isLost(thrown))
    await host.stdout.write(`${statusLine('UNKNOWN', `${error.says} [${error.code}]`)}\n`).catch(() => {})
  await deliverError(error, [], host)
  return exitOfState('UNKNOWN')
}

const isLost = (thrown: unknown): thrown is OutputTrouble =>
  thrown instanceof Error && thrown.name === 'OutputTrouble'

/** The answer itself could not be written, so nothing more goes to standard output, not even as JSON. */
async function reportLost({ reason }: OutputTrouble, host: Host): Promise<number> {
  const why = reason === 'ENOSPC' ? says`no space is left` : says`the system says ${reason}`
  const error = new LicError(
    'lic.output',
    says`the answer could not be written to standard output: ${own(why)}`,
    says`make room or write elsewhere, then run it again`,
  )
  await deliverError(error, [], host)
  return exitCodeOf(error)
}

const kindOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.constructor.name : typeof thrown

/** Where it happened, without the message. */
function stackOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line))
  return frames.map((frame) => `${visible(frame)}\n`).join('')
}
