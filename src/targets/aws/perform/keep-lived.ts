import { after, instantAt } from '../../../model/instant.ts'
import type { Line } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { LAG } from '../freshness.ts'
import { livedLabel } from '../lived.ts'
import { moveLabel } from './move-label.ts'
import type { Run } from './run.ts'

/** For how long the new version has surely been live without a break: since the last time at which it may not have been. */
export function livedLabelOf({ memory }: Run): string | null {
  const { promoted, takenBack, lastLook, astray } = memory
  if (promoted === null || takenBack !== null || lastLook === null) return null
  const from = instantAt(Math.max(promoted.notAfter, ...astray.map(({ notAfter }) => notAfter)))
  return livedLabel({ from, until: after(lastLook.date, -LAG) })
}

/**
 * What follows moves the date of the secret's last change, by which alone nobody could tell afterwards that these tasks
 * hold the key. Where there is no room for the label, they are restarted when the same key is put again.
 */
export async function keepLived(run: Run): Promise<readonly Line[]> {
  const stage = livedLabelOf(run)
  if (stage === null) return []
  const moved = await moveLabel(run, { stage, to: run.version })
  return moved.kind === 'moved' ? [{ label: 'label', value: says`${stage} on version ${run.version}` }] : []
}
