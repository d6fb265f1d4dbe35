import type { Host } from '../host/host.ts'
import { writeError } from '../input/write-trouble.ts'
import type { Answer, Streamed } from '../model/answer.ts'
import { exitCodeOf } from '../model/codes.ts'
import { EXIT } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { envelope, toJsonLine } from '../present/json.ts'

/** What a command answers, or why it could not, goes into the file that `--report-file` names, too. */
export async function reportingTo(
  path: string,
  command: string,
  host: Host,
  run: () => Promise<Answer | Streamed>,
): Promise<Answer | Streamed> {
  await host.files.mayReplace(path).catch((thrown: unknown) => {
    throw writeError(thrown, says`--report-file cannot be written`)
  })
  const stayHere = host.onSignal(() => {}, ['SIGHUP'])
  const keep = (answer: Parameters<typeof envelope>[1]) =>
    host.files
      .replace(path, toJsonLine(envelope(command, answer)))
      .catch(async () => host.stderr.write(`${NOT_KEPT}\n`))
  try {
    const answer = await run()
    if (!('streamed' in answer)) await keep(answer)
    return answer
  } catch (thrown) {
    await keep(thrown instanceof LicError ? refused(thrown) : FAULT)
    throw thrown
  } finally {
    stayHere()
  }
}

const NOT_KEPT = says`warning: the report could not be written to the file of --report-file`

/** Its message may quote a key. */
const FAULT = {
  exitCode: EXIT.fault,
  error: { code: 'lic.fault', message: says`a fault in lic itself`, hints: [] },
} as const

const refused = ({ code, says: message, hints }: LicError) => ({
  exitCode: exitCodeOf({ code }),
  error: { code, message, hints },
})
