import type { Host } from '../host/host.ts'
import type { Answer } from '../model/answer.ts'
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

export async function conversation(lines: readonly Shown[], host: Host): Promise<void> {
  for (const line of lines) await host.stderr.write(`${line}\n`)
}
