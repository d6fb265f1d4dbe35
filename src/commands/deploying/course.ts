import type { AwsCall } from '../../host/aws-api.ts'
import { type Live, plainLive, silentLive } from '../../present/rotation/live.ts'
import type { Context } from '../command.ts'

/** Drawn on a terminal, lines elsewhere, nothing with --quiet. */
export async function liveFor({ host, look, settings, paint }: Context): Promise<Live> {
  const write = (text: string) => void host.stderr.write(text)
  if (settings.quiet) return silentLive(write)
  if (settings.json || !host.stderr.terminal || !look.terminal) return plainLive(write, paint)
  const { drawnLive } = await import('../../present/rotation/drawn-live.ts')
  return drawnLive(write, look.width, paint)
}

/** One line per call, for `--debug`: names and times, never values. */
export const debugCalls = ({
  host,
  settings,
}: Pick<Context, 'host' | 'settings'>): ((call: AwsCall) => void) | undefined =>
  settings.debug
    ? ({ action, milliseconds, outcome }) =>
        void host.stderr.write(`debug: ${action} ${Math.round(milliseconds)} ms ${outcome}\n`)
    : undefined
