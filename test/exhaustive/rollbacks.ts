import { KEPT, KEYS } from './cloud.ts'
import type { Budget } from './env.ts'
import { B, HEIR, MORTAL, together } from './scenarios.ts'
import type { Scenario } from './state.ts'
import type { Operator } from './told.ts'

/** Goes back to the key that is kept from before. */
const BACK: Operator = { name: 'K', key: KEYS.kept, random: 0xdd, does: 'rollback' }
const MORTAL_BACK: Operator = { ...BACK, mortal: true }

/** Whoever goes back when that one is dead: to the key that was archived last, whichever that is. */
const AGAIN: Operator = { ...BACK, name: 'R', random: 0xee, after: 'K' }

const back = (
  name: string,
  budgets: Partial<Record<Budget, number>>,
  ...more: readonly Operator[]
): Scenario => ({ name, kept: true, operators: [MORTAL_BACK, ...more], budgets })

/** Two services of one task each, and a key that an earlier rotation archived. */
export const ROLLBACKS: readonly Scenario[] = [
  back('a rollback', {}),
  back('a rollback: a deployment fails, a crash', { fails: 1, crash: 1 }),
  back('a rollback: a deployment fails, time runs out', { fails: 1, late: 1 }),
  back('a rollback: an answer is lost', { lost: 1 }),
  back('a rollback: a console edit, a deployment fails', { edit: 1, fails: 1 }),
  back(
    'a rollback: a crash, then resumed',
    { crash: 1, fails: 1 },
    { ...HEIR, key: KEYS.kept, random: BACK.random, after: 'K' },
  ),
  back('a rollback: a crash, then to the same key again', { crash: 1, fails: 1 }, { ...AGAIN, to: KEPT }),
  back('a rollback: a crash, then to the newest archive', { crash: 1, fails: 1 }, AGAIN),
  {
    ...back('a rotation: a crash, then rolled back', { crash: 1, fails: 1 }),
    operators: [MORTAL, { ...AGAIN, after: 'A' }],
  },
  ...together('a rollback against a rotation', [MORTAL_BACK, B], ['crash', 'late'], { kept: true }),
]

/** Many minutes rather than seconds. */
export const LARGE_ROLLBACKS: readonly Scenario[] = [
  ...together('a rotation against a rollback', [MORTAL, BACK], ['crash', 'edit'], { kept: true }),
  ...together('a rollback against a rotation', [MORTAL_BACK, B], ['fails', 'replaced', 'ci', 'edit'], {
    kept: true,
  }),
  ...together('two rollbacks', [MORTAL_BACK, { ...BACK, name: 'L', random: 0xee }], ['crash', 'fails'], {
    kept: true,
  }),
]
