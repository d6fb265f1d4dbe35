import type { Form, ProductId } from './decoded.ts'

export const COMPARISONS = ['=', '>=', '<=', '>', '<'] as const
export type Comparison = (typeof COMPARISONS)[number]

/** One thing that a key must have, as asked for with `--require`. Plain data: it travels to workers. */
export type Requirement = { readonly text: string } & (
  | { readonly kind: 'tier'; readonly is: '=' | '>='; readonly tier: string }
  | {
      readonly kind: 'limit'
      readonly id: string
      readonly is: Comparison
      readonly value: number | 'unlimited'
    }
  | { readonly kind: 'feature'; readonly id: string }
  | { readonly kind: 'days'; readonly is: Exclude<Comparison, '='>; readonly value: number }
  | { readonly kind: 'product'; readonly product: ProductId }
  | { readonly kind: 'identity'; readonly identity: string }
  | { readonly kind: 'form'; readonly form: Form }
)

/** Whether a number stands in that relation to another. */
export function compares(found: number, is: Comparison, wanted: number): boolean {
  switch (is) {
    case '=':
      return found === wanted
    case '>=':
      return found >= wanted
    case '<=':
      return found <= wanted
    case '>':
      return found > wanted
    case '<':
      return found < wanted
  }
}
