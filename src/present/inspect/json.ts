import type { Json } from '../../model/answer.ts'
import { toIso } from '../../model/instant.ts'
import { visible } from '../../model/visible.ts'
import { findingJson } from '../findings.ts'
import { limitJson } from '../limit-view.ts'
import { verdictJson } from '../verdict-json.ts'
import { printedDay } from './headline.ts'
import type { Inspection } from './inspection.ts'
import { nextSteps } from './next-steps.ts'

/** The result of `lic inspect --json`: a verdict's fields, and what only `inspect` knows. */
export const inspectionJson = (inspection: Inspection): Json => ({
  ...verdictJson(inspection.verdict),
  source: inspection.from,
  productName: inspection.productName,
  printedDay: printedDay(inspection),
  tierInForce: inspection.tierInForce === null ? null : visible(inspection.tierInForce),
  limits: limitsJson(inspection),
  next: nextSteps(inspection).map(({ command, says }) => ({ command, says })),
  support: inspection.support && { ...inspection.support },
  reminders: inspection.reminders.map(({ at, says }) => ({ at: toIso(at), says })),
  explanations: inspection.explanations.map(({ label, says }) => ({ label, says })),
  findings: [...inspection.strays, ...inspection.verdict.findings].map(findingJson),
})

function limitsJson({ tiers, tierInForce }: Inspection): Json {
  if (tiers === null || tierInForce === null) return null
  const rows = tiers.rows.filter(({ byTier }) => byTier[tierInForce] !== undefined)
  return {
    tier: visible(tierInForce),
    platform: tiers.platform,
    rows: rows.map(({ id, label, group, byTier, source, note }) => ({
      id: visible(id),
      label: visible(label),
      group,
      limit: limitJson(byTier[tierInForce]),
      source: visible(source),
      ...(note === undefined ? {} : { note }),
    })),
  }
}
