import type { Host } from '../host/host.ts'
import type { Answer, Streamed } from '../model/answer.ts'
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
    throw cannotWrite(thrown)
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

const refused = ({ exitCode, code, says: message, hints }: LicError) => ({
  exitCode,
  error: { code, message, hints },
})

const WHY = {
  missing: says`its folder is not there`,
  denied: says`it may not be written`,
  'not-a-file': says`it is no file`,
  other: says`the system refuses it`,
} as const

/** The path is not shown: it may be a key pasted by mistake. */
function cannotWrite(thrown: unknown): unknown {
  const { name, reason } = thrown as { name?: string; reason?: keyof typeof WHY }
  if (name !== 'FileTrouble' || reason === undefined) return thrown
  return new LicError('usage.argument', says`--report-file cannot be written: ${WHY[reason]}`)
}
