import type { GrowingFile, Host } from '../../host/host.ts'
import type { KnownFinding } from '../../input/baseline.ts'
import { showName } from '../../input/may-show.ts'
import { writeError } from '../../input/write-trouble.ts'
import { type Finding, note } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, says } from '../../model/visible.ts'
import type { Checked } from '../../present/check/checked.ts'
import { baselineText } from '../../present/check/json.ts'
import { baseline, entriesFor } from './baseline.ts'
import type { Demands } from './demands.ts'
import type { Outputs } from './outputs.ts'

const MOST_ENTRIES = 5000

/** The baseline that is read, and the one that is written, for one run. */
export interface Baselines {
  apply(checked: Checked): Checked
  /** Writes what is to be written; resolves with what is to be said about it all. */
  end(): Promise<readonly Finding[]>
}

/** @throws LicError for a file that cannot be read or written: before anything is checked */
export async function openBaselines(
  { baseline: reading, writeBaseline: writing }: Outputs,
  demands: Demands,
  now: Instant,
  host: Host,
): Promise<Baselines> {
  if (demands.formatOnly)
    throw new LicError('usage.option', says`--format-only judges nothing, so there is nothing to let pass`)
  const { readBaseline } = await import('../../input/baseline.ts')
  const known = baseline(reading === null ? [] : await readBaseline(reading, host), now)
  const fresh: KnownFinding[] = []
  const file = writing === null ? null : { path: writing, grown: await grow(writing, host) }
  return {
    apply(checked) {
      const judged = known.apply(checked, demands)
      if (file !== null && fresh.length < MOST_ENTRIES) fresh.push(...entriesFor(judged, demands, now))
      return judged
    },
    async end() {
      if (file === null) return known.findings()
      const entries = [...known.used(), ...fresh]
      await file.grown.write(baselineText(entries))
      await file.grown.finish()
      const full = fresh.length < MOST_ENTRIES ? '' : `; more than ${MOST_ENTRIES} do not go in one`
      return [
        ...known.findings(),
        note(
          'check.baseline-written',
          says`${entries.length} ${entries.length === 1 ? 'entry' : 'entries'} written to ${own(showName(file.path))}${full}`,
          says`state a reason in each, and a day until which it may pass, before it is given to --baseline`,
        ),
      ]
    },
  }
}

const grow = (path: string, host: Host): Promise<GrowingFile> =>
  host.files.grow(path).catch((thrown: unknown) => {
    throw writeError(thrown, says`nothing was checked: --write-baseline cannot write ${own(showName(path))}`)
  })
