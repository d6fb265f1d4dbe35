import type { Host } from '../host/host.ts'
import { exitCodeOf } from '../model/codes.ts'
import type { LicError } from '../model/lic-error.ts'
import type { Shown } from '../model/visible.ts'
import { envelope, toJsonLine } from '../present/json.ts'
import { conversation } from './deliver.ts'

/** What could not be done: an object on stdout with --json, else a few lines on stderr. */
export async function deliverError(error: LicError, argv: readonly string[], host: Host): Promise<void> {
  const trouble = { code: error.code, message: error.says, hints: error.hints }
  const command = /^[a-z]+$/.test(argv[0] ?? '') ? (argv[0] ?? '') : 'lic'
  if (argv.includes('--json'))
    return host.stdout.write(toJsonLine(envelope(command, { exitCode: exitCodeOf(error), error: trouble })))
  await conversation([`error: ${error.says} [${error.code}]` as Shown, ...error.hints.map(hintLine)], host)
}

const hintLine = (hint: Shown): Shown => `hint: ${hint}` as Shown
