import type { Host } from '../host/host.ts'
import type { Answer } from '../model/answer.ts'
import type { LicError } from '../model/lic-error.ts'
import type { Shown } from '../model/visible.ts'
import { envelope, toJsonLine } from '../present/json.ts'

/** Answer to stdout, conversation to stderr. */
export async function deliver(
  command: string,
  answer: Answer,
  how: { json: boolean; quiet: boolean },
  host: Host,
) {
  if (how.json) return host.stdout.write(toJsonLine(envelope(command, answer)))
  if (!how.quiet) await conversation(answer.asides, host)
  await host.stdout.write(answer.text())
}

export async function deliverError(error: LicError, argv: readonly string[], host: Host): Promise<void> {
  const trouble = { code: error.code, message: error.says, hints: error.hints }
  const command = /^[a-z]+$/.test(argv[0] ?? '') ? (argv[0] ?? '') : 'lic'
  if (argv.includes('--json'))
    return host.stdout.write(toJsonLine(envelope(command, { exitCode: error.exitCode, error: trouble })))
  await conversation([`error: ${error.says} [${error.code}]` as Shown, ...error.hints.map(hintLine)], host)
}

const hintLine = (hint: Shown): Shown => `hint: ${hint}` as Shown

async function conversation(lines: readonly Shown[], host: Host): Promise<void> {
  for (const line of lines) await host.stderr.write(`${line}\n`)
}
