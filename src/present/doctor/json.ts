import type { Diagnosis } from '../../doctor/diagnose.ts'
import type { Facts } from '../../doctor/facts.ts'
import type { Json } from '../../model/answer.ts'
import { toIso } from '../../model/instant.ts'
import { findingJson } from '../findings.ts'
import { verdictJson } from '../verdict-json.ts'

/** What `lic doctor --json` answers, and what a bundle begins with. */
export const doctorJson = (
  { product, whose, now, holdings }: Facts,
  { examined, cause }: Diagnosis,
): { readonly [field: string]: Json } => ({
  product: product.id,
  productName: product.name,
  whose,
  at: toIso(now),
  checks: examined.map(({ check, title, state, says, findings, access }) => ({
    check,
    title,
    state,
    message: says,
    findings: findings.map(findingJson),
    access,
  })),
  cause: cause && {
    check: cause.check,
    ...(findingJson(cause.finding) as { readonly [field: string]: Json }),
  },
  keys: holdings.map(({ place, where, text, verdict }) => ({
    place,
    where,
    bytes: text.length,
    verdict: verdictJson(verdict),
  })),
})
