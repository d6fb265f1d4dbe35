import type { AwsCall } from '../../host/aws-api.ts'
import { error, type Finding } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { type Live, plainLive, silentLive } from '../../present/rotation/live.ts'
import type { Context } from '../command.ts'

/** Drawn on a terminal, lines elsewhere, nothing with --quiet. */
export async function liveFor({ host, look, settings, paint }: Context): Promise<Live> {
  const write = (text: string) => void host.stderr.write(text)
  if (settings.quiet) return silentLive
  if (settings.json || !host.stderr.terminal || !look.terminal) return plainLive(write, paint)
  const { drawnLive } = await import('../../present/rotation/drawn-live.ts')
  return drawnLive(write, look.width, paint)
}

export interface Interruption {
  readonly finding: Finding
}

export const INTERRUPTIONS = {
  SIGINT: { finding: error('rotation.interrupted', says`interrupted before anything was written`) },
  SIGTERM: { finding: error('rotation.terminated', says`asked to end before anything was written`) },
} as const satisfies Record<string, Interruption>

/** The first Ctrl-C or SIGTERM lets the write in hand finish; the next one is the system's. A terminal that goes away changes nothing. */
export function watchSignals({ host }: Context, { note }: Pick<Live, 'note'>) {
  let first: keyof typeof INTERRUPTIONS | null = null
  let off = () => {}
  off = host.onSignal((name) => {
    if (name === 'SIGHUP' || first !== null) return
    first = name
    off()
    off = host.onSignal(() => {}, ['SIGHUP'])
    note('stopping once the write in hand is through; a second time leaves at once')
  })
  return {
    stopping: () => first !== null,
    interruption: (): Interruption | null => (first === null ? null : INTERRUPTIONS[first]),
    close: () => off(),
  }
}

/** One line per call, for `--debug`: names and times, never values. */
export const debugCalls = ({ host, settings }: Context): ((call: AwsCall) => void) | undefined =>
  settings.debug
    ? ({ action, milliseconds, outcome }) =>
        void host.stderr.write(`debug: ${action} ${Math.round(milliseconds)} ms ${outcome}\n`)
    : undefined
