import { expect } from 'vitest'
import { type deployment, type Outcome, ours, tiers } from './rotation.ts'

type Deployment = Awaited<ReturnType<typeof deployment>>

/** Long enough for every rollout in the sandbox. */
const LATER = 120_000

const TIERS = { old: ['Professional'], new: ['Enterprise'] } as const

export type Said = 'refused' | 'done' | 'undone' | 'to be gone on with'

/** What a run said, by its exit code alone: what a script would go by. */
export function saidBy({ exitCode }: Outcome): Said {
  if (exitCode === 0) return 'done'
  if (exitCode === 51) return 'undone'
  if (exitCode === 52 || exitCode === 53 || exitCode === 54) return 'to be gone on with'
  if ([2, 31, 32, 50].includes(exitCode)) return 'refused'
  throw new Error(`exit code ${exitCode}`)
}

/** Whether what was said is so, once everything has come to rest. */
export function expectTrue(said: Said, here: Deployment): void {
  if (said === 'to be gone on with') {
    expect(here.live()).not.toBe('neither')
    return
  }
  const side = said === 'done' ? 'new' : 'old'
  const world = here.pass(LATER)
  expect({ live: here.live(), tiers: tiers(world), held: held(ours(world)) }).toEqual({
    live: side,
    tiers: TIERS[side],
    held: [],
  })
}

/** Labels that say that a rotation is under way. */
const held = (labels: readonly string[]): readonly string[] =>
  labels.filter((label) => label === 'lic-pending' || label === 'lic-run')
