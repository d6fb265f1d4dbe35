import { error } from '../../../model/finding.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { CURRENT } from '../labels.ts'

export function overtaken(holder: string | null): StepOutcome {
  return {
    status: 'overtaken',
    error: error(
      'rotation.overtaken',
      says`somebody else moved ${CURRENT} meanwhile: it is on ${holder === null ? 'no version' : `version ${holder}`} now`,
      says`look who it was and what they intend; nothing more is touched`,
    ),
  }
}
