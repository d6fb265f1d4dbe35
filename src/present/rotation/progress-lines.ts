import type { UnitProgress } from '../../targets/target.ts'

/** `axonflow-agent-service: 1 of 3 tasks on the key, 2 wanted, 1 pending, IN_PROGRESS` */
export function progressLine(unit: UnitProgress): string {
  const { name, desired, running, pending, leaving, fresh, failed, rollout, stage, stopReason } = unit
  const parts = [
    fresh === null ? `${running} tasks running` : `${fresh} of ${running} tasks on the key`,
    `${desired} wanted`,
    `${pending} pending`,
    ...(leaving > 0 ? [`${leaving} still stopping`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(rollout === null ? [] : [rollout]),
    ...(stage === null ? [] : [stage]),
    ...(stopReason === null ? [] : [`first stop: ${stopReason}`]),
  ]
  return `${name}: ${parts.join(', ')}`
}

/** What has changed since the lines before, one line a service; its newest event goes along when it is new. */
export function changedLines(
  units: readonly UnitProgress[],
  before: Map<string, UnitProgress>,
): readonly string[] {
  const lines: string[] = []
  for (const unit of units) {
    const last = before.get(unit.name)
    before.set(unit.name, unit)
    const line = progressLine(unit)
    const news = unit.event !== null && unit.event !== last?.event ? ` | ${unit.event}` : ''
    if (last === undefined || progressLine(last) !== line || news !== '') lines.push(line + news)
  }
  return lines
}
