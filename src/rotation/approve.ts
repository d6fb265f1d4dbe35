import type { Plan } from '../model/plan.ts'

declare const approved: unique symbol

/** A plan that somebody said yes to. Only `approve` makes one, only `execute` takes one. */
export type ApprovedPlan<S> = Plan<S> & { readonly [approved]: true }

/** Null for a plan with refusals: those cannot be approved away. */
export const approve = <S>(plan: Plan<S>, yes: boolean): ApprovedPlan<S> | null =>
  yes && plan.refusals.length === 0 ? (plan as ApprovedPlan<S>) : null
