import type { Host } from '../host/host.ts'
import { EXIT } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says, visible } from '../model/visible.ts'
import { deliverError } from './deliver.ts'

/** The one place where something thrown is put into words. A fault of ours shows its kind, never its message: that may quote a key. */
export async function reportThrown(thrown: unknown, argv: readonly string[], host: Host): Promise<number> {
  const error =
    thrown instanceof LicError
      ? thrown
      : new LicError(
          'lic.fault',
          says`a fault in lic itself (${kindOf(thrown)})`,
          says`run it again with --debug and report what it prints`,
        )
  await deliverError(error, argv, host)
  if (error.exitCode === EXIT.fault && argv.includes('--debug')) await host.stderr.write(stackOf(thrown))
  return error.exitCode
}

const kindOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.constructor.name : typeof thrown

/** Where it happened, without the message. */
function stackOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line))
  return frames.map((frame) => `${visible(frame)}\n`).join('')
}
