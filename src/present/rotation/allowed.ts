import type { Line, Plan } from '../../model/plan.ts'
import { own, says } from '../../model/visible.ts'

/** `sooner-expiry: bridge until the renewal`: what was allowed and called for, with its reason. */
export const allowedLines = ({ consents }: Pick<Plan<unknown>, 'consents'>): readonly Line[] =>
  consents
    .filter(({ needed }) => needed)
    .map(({ to, reason }) => ({ label: 'allowed', value: says`${to}: ${own(reason)}` }))
