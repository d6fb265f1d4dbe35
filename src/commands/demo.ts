import type { Host, Scratch, SignalName } from '../host/host.ts'
import type { Streamed } from '../model/answer.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { STORY_IDS } from '../sandbox/vendors/vendor.ts'
import type { Options, Verb } from './command.ts'
import type { Stage } from './demo/stage.ts'
import { tell } from './demo/tell.ts'

export const demo: Verb = {
  uses: [],
  define(flags) {
    flags
      .option(
        '--product <product>',
        'whose story: of AxonFlow on an AWS, or of another (default: axonflow)',
        {
          choices: ['axonflow', ...STORY_IDS],
        },
      )
      .option('--pause <seconds>', 'wait before each command, to read (default: 0)')
      .epilogue(HELP)
  },
  async run(context, _operands, options) {
    const pause = secondsOf(options.pause)
    const { host } = context
    const scratch = scratchOn(host)
    const stage = await stageFor(options, host).catch((thrown) => {
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
        Object.entries(stage.files).map(([name, text]) => [name, scratch.write(name, text)]),
      )
      return await Promise.race([stopped, tell(context, stage, { paths, pause, stop: stop.signal })])
    } finally {
      off()
      scratch.remove()
      await stage.close()
    }
  },
}

const HELP = `
Everything runs on 127.0.0.1, with throw-away keys, and is gone at the end. Each line that begins with $ is the command
that is really run, each request one that the product really answers.

  lic demo                       a key in AWS Secrets Manager: inspected, rotated, refused, undone, rolled back
  lic demo --product atlasai     a license that ends: grace, read-only, locked, and a new one uploaded
  lic demo --pause 5             with time to read

Exit codes: 0 told as it should be; 1 not; 2 wrong use
`

async function stageFor({ product }: Options, host: Host): Promise<Stage> {
  const id = STORY_IDS.find((one) => one === product)
  if (id === undefined) return (await import('../sandbox/story/on-aws.ts')).onAws(host)
  const { VENDORS } = await import('../sandbox/vendors/vendors.ts')
  return (await import('../sandbox/story/on-vendor.ts')).onVendor(host, VENDORS[id])
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
