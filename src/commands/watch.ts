import { exitCodeOf } from '../model/codes.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import type { Verb } from './command.ts'
import { deployedProduct } from './deploying/wiring.ts'
import { openLook } from './status/look-at.ts'
import { addLookOptions } from './status/options.ts'
import { follow, type Sighting } from './watch/follow.ts'
import { addWatchOptions, readWatchOptions } from './watch/options.ts'
import { tellerFor } from './watch/tell.ts'

export const watch: Verb = {
  uses: ['judging', 'aws', 'deployment'],
  define(flags) {
    addLookOptions(flags)
    addWatchOptions(flags)
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    const { host, settings } = context
    const wanted = readWatchOptions(options, settings)
    const look = await openLook({ host, settings, options })
    const teller = await tellerFor(context, wanted, {
      productName: deployedProduct(settings.product, options.variable).name,
      deployment: typeof options.deployment === 'string' ? options.deployment : null,
    })
    const stop = new AbortController()
    let ended: ExitCode | null = null
    const off = host.onSignal(
      (name) => {
        ended = name === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted
        stop.abort()
      },
      ['SIGINT', 'SIGTERM'],
    )
    let last: Sighting | null = null
    try {
      last = await follow(host, {
        ...wanted,
        stop: stop.signal,
        look,
        tick: teller.tick,
        each: async (sighting) => {
          last = sighting
          await teller.each(sighting)
          const { trouble } = sighting
          if (trouble !== null && exitCodeOf(trouble) === EXIT.usage) throw trouble
          const code = codeOf(sighting)
          if (host.stdout.gone && wanted.metricsFile === null) return true
          return (wanted.untilHealthy && code < EXIT.drift) || (wanted.failFast && code >= EXIT.drift)
        },
      })
    } finally {
      off()
      await teller.close(last)
    }
    return { exitCode: ended ?? (last === null ? EXIT.interrupted : codeOf(last)), streamed: true }
  },
}

const codeOf = ({ seen, trouble }: Sighting): ExitCode =>
  trouble === null ? seen.exitCode : exitCodeOf(trouble)

const HELP = `
Looks as lic status does, again and again, and tells what changes: on a terminal a screen, else a line a change,
with --json an object a change and one at the end. A look that does not succeed is told, and the next one tried.

  lic watch --for 24h --interval 5m                after a rotation
  lic watch --until healthy --for 30m              in a runbook: ends as soon as nothing drifts
  lic watch --metrics-file /var/lib/node_exporter/lic.prom

Exit codes: those of lic status, as it stood at the last look; 130, 143 ended by Ctrl-C or by a signal
(lic help exit-codes, lic help metrics)
`
