import type { Verdict } from './verdict.ts'
import type { Shown } from './visible.ts'

/** Why a new process would not start with this key; null where it would, or where nobody can tell. */
export function whyItWouldNotStart(verdict: Verdict): Shown | null {
  switch (verdict.kind) {
    case 'usable':
    case 'absent':
      return null
    case 'unproved':
    case 'out-of-term':
      return verdict.standing?.phase.effect.starting === 'refused'
        ? verdict.standing.phase.says.starting
        : null
    case 'refused':
      return verdict.refusals[0].says
    case 'forgery':
      return verdict.trust.why.says
    case 'unreadable':
      return verdict.findings[0].says
  }
}
