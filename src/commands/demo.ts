import type { Host, Scratch, SignalName } from '../host/host.ts'
import type { Answer, Streamed } from '../model/answer.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Context, Verb } from './command.ts'
import { type Scene, STORY, type StoryKey } from './demo/story.ts'

export const demo: Verb = {
  uses: [],
  define(flags) {
    flags.option('--pause <seconds>', 'wait before each command, to read (default: 0)')
  },
  async run(context, _operands, options) {
    const pause = secondsOf(options.pause)
    const { startSandbox } = await import('../sandbox/sandbox.ts')
    const { host } = context
    const scratch = scratchOn(host)
    const sandbox = await startSandbox({
      now: host.now,
      key: { tier: 'Professional', org: 'acme', days: 12 },
    }).catch((thrown) => {
      scratch.remove()
      throw thrown
    })
    let off = () => {}
    const stop = new AbortController()
    const stopped = new Promise<Streamed>((resolve) => {
      off = host.onSignal((name) => {
        stop.abort()
        resolve({ exitCode: ENDED[name], streamed: true })
      })
    })
    try {
      const paths = Object.fromEntries(
        Object.entries(keysOf(sandbox)).map(([name, key]) => [name, scratch.write(`${name}.key`, key)]),
      )
      return await Promise.race([stopped, tell(context, sandbox, paths, pause, stop.signal)])
    } finally {
      off()
      scratch.remove()
      await sandbox.close()
    }
  },
}

function scratchOn(host: Host): Scratch {
  try {
    return host.files.scratch()
  } catch {
    throw new LicError(
      'sandbox.scratch',
      says`the demo needs a folder for its throw-away keys, and none can be made`,
      says`name one that you may write in: TMPDIR=/path lic demo`,
    )
  }
}

const keysOf = (sandbox: Sandbox): Record<StoryKey, string> => ({
  enterprise: sandbox.issue({ tier: 'Enterprise', org: 'acme', days: 365 }),
  forged: sandbox.issue({ tier: 'Enterprise', org: 'acme', days: 365, forged: true }),
  early: sandbox.issue({ tier: 'Plus', org: 'acme', days: 400, early: true }),
  'other-org': sandbox.issue({ tier: 'Enterprise', org: 'globex', days: 365 }),
})

const ENDED = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.terminated,
} as const satisfies Record<SignalName, ExitCode>

const LONGEST_PAUSE = 60

function secondsOf(given: unknown): number {
  if (typeof given !== 'string') return 0
  const seconds = /^\d{1,2}(\.\d{1,3})?$/.test(given) ? Number(given) : Number.NaN
  if (seconds <= LONGEST_PAUSE) return seconds
  throw new LicError('usage.argument', says`--pause: seconds, from 0 to ${LONGEST_PAUSE}`)
}

interface Told {
  readonly command: string
  readonly expected: number
  readonly exitCode: number
}

async function tell(
  { host, settings, paint }: Context,
  sandbox: Sandbox,
  paths: Readonly<Record<string, string>>,
  pause: number,
  stop: AbortSignal,
): Promise<Answer | Streamed> {
  const aloud = !settings.json
  const write = (text: string) => (aloud ? host.stdout.write(text) : Promise.resolve())
  const told: Told[] = []
  await write(
    `an AWS on ${sandbox.endpoint}, with two licensed services in it; nothing leaves this machine\n`,
  )
  for (const scene of STORY) {
    const argv = argvOf(scene, paths, sandbox)
    const shown = `lic ${argvOf(scene, null, sandbox).join(' ')}`
    await write(`\n${paint('strong', `# ${scene.says}`)}\n${paint('strong', `$ ${shown}`)}\n`)
    if (pause > 0) await host.sleep(pause * 1000, stop).catch(() => {})
    if (stop.aborted) break
    const exitCode = await host.again(argv, sandbox.env, aloud)
    await write(
      paint(
        'quiet',
        `(exit ${exitCode}${exitCode === scene.exit ? '' : `, not ${scene.exit} as expected`})\n`,
      ),
    )
    told.push({ command: shown, expected: scene.exit, exitCode })
    if (exitCode !== scene.exit) break
  }
  return answer(told, aloud, host)
}

/** The command line of a scene: with the keys' real paths, or, to be shown, with their names. */
const argvOf = (scene: Scene, paths: Readonly<Record<string, string>> | null, sandbox: Sandbox): string[] =>
  scene.argv.map((word) =>
    word
      .replace(/\{key:([\w-]+)\}/, (_all, name: string) => `file:${paths?.[name] ?? `${name}.key`}`)
      .replace(
        /\{health:(agent|orchestrator)\}/,
        (_all, role: 'agent' | 'orchestrator') => sandbox.healthUrls[role],
      ),
  )

async function answer(told: readonly Told[], aloud: boolean, host: Host): Promise<Answer> {
  const complete =
    told.length === STORY.length && told.every(({ expected, exitCode }) => expected === exitCode)
  if (aloud && complete)
    await host.stdout.write('\nthat is the whole story; to try things yourself: lic sandbox\n')
  return {
    exitCode: complete ? EXIT.done : EXIT.fault,
    result: { scenes: told.map((scene) => ({ ...scene })) },
    ...(complete
      ? {}
      : { error: { code: 'lic.fault', message: says`the story did not end as it should`, hints: [] } }),
    text: () => '',
    asides: complete ? [] : [says`error: the story did not end as it should [lic.fault]`],
  }
}
