import { type Host, type HttpAnswer, HttpTrouble } from '../../host/host.ts'
import type { Answer, Streamed } from '../../model/answer.ts'
import { EXIT } from '../../model/exit.ts'
import { toIso } from '../../model/instant.ts'
import { says, visible } from '../../model/visible.ts'
import type { Context } from '../command.ts'
import { type Ask, argvOf, type CommandScene, type Scene, type Stage, type VisitScene } from './stage.ts'

export interface Telling {
  /** the files of the stage, by name */
  readonly paths: Readonly<Record<string, string>>
  /** seconds before each scene */
  readonly pause: number
  readonly stop: AbortSignal
}

interface Command {
  readonly command: string
  readonly expected: number
  readonly exitCode: number
}

interface Request {
  readonly at: string
  readonly request: string
  readonly expected: number
  /** null: no answer */
  readonly status: number | null
}

/** Tells a story scene by scene, until one does not end as it should. */
export async function tell(
  { host, settings, paint }: Context,
  stage: Stage,
  { paths, pause, stop }: Telling,
): Promise<Answer | Streamed> {
  const aloud = !settings.json
  const write = (text: string) => (aloud ? host.stdout.write(text) : Promise.resolve())
  const commands: Command[] = []
  const requests: Request[] = []

  const command = async (scene: CommandScene): Promise<boolean> => {
    const shown = `lic ${argvOf(scene, stage, null).join(' ')}`
    await write(`${paint('strong', `$ ${shown}`)}\n`)
    await wait()
    if (stop.aborted) return false
    const exitCode = await host.again(argvOf(scene, stage, paths), stage.env, aloud)
    const wrong = exitCode === scene.exit ? '' : `, not ${scene.exit} as expected`
    await write(paint('quiet', `(exit ${exitCode}${wrong})\n`))
    commands.push({ command: shown, expected: scene.exit, exitCode })
    return wrong === ''
  }
  const visit = async ({ at, asks }: VisitScene): Promise<boolean> => {
    await wait()
    if (stop.aborted || stage.visited === null) return false
    stage.visited.moveTo(at)
    let right = true
    for (const one of asks) {
      const answer = await ask(host, stage.visited, one)
      const status = answer?.status ?? null
      const wrong = status === one.status ? '' : paint('quiet', ` (not ${one.status} as expected)`)
      const request = `${one.method} ${one.path}`
      await write(`  ${request.padEnd(WIDEST)}  ${status ?? 'no answer'} ${bodyOf(answer)}${wrong}\n`)
      requests.push({ at: toIso(at), request, expected: one.status, status })
      right &&= wrong === ''
    }
    return right
  }
  const wait = async () => {
    if (pause > 0) await host.sleep(pause * 1000, stop).catch(() => {})
  }

  await write(`${stage.opening}\n`)
  let right = true
  for (const scene of stage.scenes) {
    await write(`\n${paint('strong', `# ${headOf(scene)}`)}\n`)
    right = await (scene.kind === 'command' ? command(scene) : visit(scene))
    if (!right) break
  }
  if (right) await write(`\nthat is the whole story; to try things yourself: ${stage.onward}\n`)
  return {
    exitCode: right ? EXIT.done : EXIT.fault,
    result: { scenes: commands.map((one) => ({ ...one })), requests: requests.map((one) => ({ ...one })) },
    ...(right
      ? {}
      : { error: { code: 'lic.fault', message: says`the story did not end as it should`, hints: [] } }),
    text: () => '',
    asides: right ? [] : [says`error: the story did not end as it should [lic.fault]`],
  }
}

const headOf = (scene: Scene): string =>
  scene.kind === 'command' ? scene.says : `${scene.says} (its clock: ${toIso(scene.at)})`

const WIDEST = 'POST /api/incidents'.length
const WAIT = 10_000
const CAP = 4096

const ask = (
  host: Host,
  { url, authorization }: NonNullable<Stage['visited']>,
  { method, path }: Ask,
): Promise<HttpAnswer | null> => {
  const request = { url: `${url}${path}`, timeoutMs: WAIT, capBytes: CAP, authorization }
  return (method === 'GET' ? host.get(request) : host.post(request, '{}')).catch((thrown: unknown) => {
    if (thrown instanceof HttpTrouble) return null
    throw thrown
  })
}

const bodyOf = (answer: HttpAnswer | null): string =>
  answer === null ? '' : visible(Buffer.from(answer.body).toString('utf8').trimEnd())
