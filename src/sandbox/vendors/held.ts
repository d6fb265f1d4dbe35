import type { OutOfTerm, Usable, Verdict } from '../../model/verdict.ts'

/** A license that is signed by its vendor and has begun: whatever follows its end, the product takes it. */
export type Held = Usable | OutOfTerm

export const heldOf = (verdict: Verdict): Held | null =>
  (verdict.kind === 'usable' || verdict.kind === 'out-of-term') && verdict.standing.phase.state !== 'pending'
    ? verdict
    : null

/** The claims of a license that was judged before. */
export function claimsOf(license: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(license.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

/** One member of a JSON object that was sent; null where it is no text, or there is none. */
export function textIn(body: string, member: string): string | null {
  try {
    const value = (JSON.parse(body) as Record<string, unknown> | null)?.[member]
    return typeof value === 'string' && value !== '' ? value : null
  } catch {
    return null
  }
}
