import { error, type Finding, warning } from '../../../model/finding.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import { byLic } from '../lic-command.ts'
import { inForce, limitWords, type NodeLimits, nodesAfter, numberOf, unseen } from './limit.ts'
import type { Change, ScaleSight } from './sight.ts'

/** The vendor warns from there on. */
const NEAR = 0.9

interface Found {
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
}

const NOTHING: Found = { refusals: [], warnings: [] }

/** Nodes after the change against what the license allows: refused only where a runtime states the limit. */
export function overLimit(seen: ScaleSight, changes: readonly Change[], limits: NodeLimits): Found {
  const limit = inForce(limits)
  if (changes.length === 0 || limit === null) return NOTHING
  const { services, words } = seen
  const after = nodesAfter(services, words, new Map(changes.map(({ service, to }) => [service, to])))
  const most = numberOf(limit.most)
  const up = changes.some(({ from, to }) => to > from)
  const are = own(
    says`${after} nodes are to run${own(beside(seen))}, and the limit is ${own(limitWords(limit))}`,
  )
  if (after > most) {
    const mend = mends(seen, changes, after - most)
    if (!up)
      return {
        ...NOTHING,
        warnings: [warning('rotation.over-limit', says`${are}: it is still too many`, ...mend)],
      }
    return limits.stated === null
      ? {
          ...NOTHING,
          warnings: [
            warning(
              'rotation.over-limit',
              says`${are}; no runtime states a limit of its own, so this is not refused`,
              ...mend,
            ),
          ],
        }
      : { ...NOTHING, refusals: [error('rotation.over-limit', are.own, ...mend)] }
  }
  if (!up || after < most * NEAR) return NOTHING
  return { ...NOTHING, warnings: [warning('scale.near-limit', says`${are}: ${percent(after, most)}`)] }
}

const percent = (nodes: number, most: number): string => `${Math.floor((100 * nodes) / most)} % of it`

/** A node is remembered for five minutes after its last heartbeat. */
const beside = ({ services, words }: ScaleSight): Shown => {
  const others = unseen(services, words)
  return others === 0
    ? says``
    : says` (${others} of them are only counted by the runtime: tasks of other services, or gone and counted for five minutes yet)`
}

function mends({ ref, region }: ScaleSight, changes: readonly Change[], excess: number): readonly Shown[] {
  const [change] = changes
  const fits = change === undefined ? 0 : change.to - excess
  const place = { region, profile: ref.profile }
  const again = (count: number) =>
    byLic({ ...ref, begun: ['scale', change?.service ?? '', String(count)] }, place).again
  return [
    ...(changes.length === 1 && fits > (change?.from ?? 0)
      ? [says`${fits} would fit: ${own(again(fits))}`]
      : []),
    says`put a key into place that allows more: lic rotate SOURCE`,
  ]
}
