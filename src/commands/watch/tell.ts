import { writeError } from '../../input/write-trouble.ts'
import { exitCodeOf } from '../../model/codes.ts'
import { toIso } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import { plainPaint } from '../../present/look.ts'
import type { About } from '../../present/status/metrics.ts'
import { statusText } from '../../present/status/text.ts'
import { statusJson } from '../../present/status/view.ts'
import { verdictLine } from '../../present/verdict-line.ts'
import { changes } from '../../status/changes.ts'
import type { Context } from '../command.ts'
import type { Looked } from '../status/look-at.ts'
import type { Sighting } from './follow.ts'
import type { WatchOptions } from './options.ts'
import { openScreen } from './screen.ts'

/** Tells what is seen as it changes: on a terminal a screen, else a line a change; metrics after each look. */
export interface Teller {
  each(sighting: Sighting): Promise<void>
  tick(next: number): Promise<void>
  /** @param last what was seen last */
  close(last: Sighting | null): Promise<void>
}

/** What is new in a sighting; all of it where there was none before. */
function news(
  before: Sighting | null,
  { seen, trouble }: Sighting,
  lastSeen: Looked | null,
): readonly Shown[] {
  if (trouble !== null)
    return before?.trouble?.code === trouble.code
      ? []
      : [says`cannot look: ${own(trouble.says)} [${trouble.code}]`]
  const again = before?.trouble ? [says`can look again`] : []
  if (lastSeen === null) return [...again, ...firstOf(seen)]
  return [...again, ...changes(lastSeen, seen)]
}

const firstOf = ({ verdict, findings }: Looked): readonly Shown[] => [
  verdict === null ? says`no key to read` : (verdictLine(verdict, plainPaint) as Shown),
  ...findings.map(({ severity, says: text, code }) => says`${severity}: ${own(text)} [${code}]`),
]

/** Remembers what was told, so that each change is told once. @param about whose metrics they are before anything was seen */
export async function tellerFor(context: Context, options: WatchOptions, about: About): Promise<Teller> {
  const { host, settings, look, paint } = context
  const drawn = look.terminal && !settings.json && !options.emf && !settings.quiet
  const screen = drawn ? await openScreen(host.stdout) : null
  const log: string[] = []
  let forgotten = 0
  let written: 'never' | 'yes' | 'not now' = 'never'
  let before: Sighting | null = null
  let lastSeen: Looked | null = null
  let errors = 0
  let shown: readonly string[] = []

  const tellChanges = async (sighting: Sighting, all: readonly Shown[]) => {
    const lines = all.map((line) => `${toIso(sighting.at)}  ${line}`)
    if (screen !== null) {
      log.push(...lines)
      forgotten += log.splice(0, log.length - KEPT).length
    }
    if (settings.json) {
      if (all.length > 0) await host.stdout.write(jsonLine(sighting, all))
    } else if (screen === null && lines.length > 0) {
      const to = options.emf ? host.stderr : host.stdout
      if (!settings.quiet || !options.emf) await to.write(`${lines.join('\n')}\n`)
    }
  }
  const measure = async ({ at, trouble }: Sighting): Promise<readonly Shown[]> => {
    if (options.metricsFile === null && !options.emf) return []
    const counted = { up: trouble === null, errors, at }
    if (options.emf) {
      const { emfLine } = await import('../../present/status/emf.ts')
      await host.stdout.write(emfLine(lastSeen, counted, about))
    }
    if (options.metricsFile === null) return []
    const { metricsText } = await import('../../present/status/metrics.ts')
    return keep(options.metricsFile, await metricsText(lastSeen, counted, about))
  }
  /** The first time it must be possible; a disk that is full for a while ends no watch. */
  const keep = async (path: string, text: string): Promise<readonly Shown[]> => {
    const before = written
    try {
      await writeWhole(host, path, text)
      written = 'yes'
      return before === 'not now' ? [says`the metrics can be written again`] : []
    } catch (thrown) {
      const why = writeError(thrown, says`--metrics-file cannot be written`)
      if (before === 'never' || !(why instanceof LicError)) throw why
      written = 'not now'
      return before === 'yes' ? [says`${own(why.says)}; the next look tries again`] : []
    }
  }
  const draw = async (foot: string) => {
    const changes = log.slice(-RECENT).map((line) => `  ${line}`)
    await screen?.show(shown, changes.length === 0 ? [] : ['', 'changes', ...changes], foot)
  }
  return {
    each: async (sighting) => {
      if (sighting.trouble !== null) errors++
      const all = news(before, sighting, lastSeen)
      before = sighting
      if (sighting.seen !== null) lastSeen = sighting.seen
      await tellChanges(sighting, [...all, ...(await measure(sighting))])
      if (screen === null) return
      const width = host.stdout.width
      if (sighting.seen !== null)
        shown = (await statusText(sighting.seen, { ...look, width }, paint)).trimEnd().split('\n')
      await draw(`looked at ${toIso(sighting.at)}`)
    },
    tick: async (next) => {
      if (screen === null) return
      await draw(`next look in ${Math.max(0, Math.ceil((next - host.now()) / 1000))} s; Ctrl-C ends`)
    },
    close: async (last) => {
      await screen?.leave()
      if (forgotten > 0) await host.stdout.write(`${forgotten} earlier changes are not kept\n`)
      if (log.length > 0) await host.stdout.write(`${log.join('\n')}\n`)
      if (settings.json && last !== null) await host.stdout.write(jsonLine(last, []))
    },
  }
}

/** How many of the latest changes a screen shows, and how many are told when it is left. */
const RECENT = 8
const KEPT = 1000

async function writeWhole(host: Context['host'], path: string, text: string): Promise<void> {
  const file = await host.files.grow(path)
  try {
    await file.write(text)
    await file.finish()
  } catch (thrown) {
    await file.abandon()
    throw thrown
  }
}

/** One object a change, and one at the end. */
const jsonLine = ({ at, seen, trouble }: Sighting, changed: readonly Shown[]): string =>
  toJsonLine(
    trouble === null
      ? envelope('watch', {
          exitCode: seen.exitCode,
          result: { at: toIso(at), changed, status: statusJson(seen) },
        })
      : envelope('watch', {
          exitCode: exitCodeOf(trouble),
          result: { at: toIso(at), changed, status: null },
          error: { code: trouble.code, message: trouble.says, hints: trouble.hints },
        }),
  )
