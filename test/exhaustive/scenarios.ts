import { KEYS } from './cloud.ts'
import type { Budget } from './env.ts'
import type { Scenario } from './state.ts'
import type { Operator } from './told.ts'

const A: Operator = { name: 'A', key: KEYS.one, random: 0xaa }
export const MORTAL: Operator = { ...A, mortal: true }
/** brings another key */
export const B: Operator = { name: 'B', key: KEYS.other, random: 0xbb }
/** brings the same key as A */
export const SAME: Operator = { ...B, key: KEYS.one }

/** Whoever comes when A is dead, on a machine that has never seen its rotation. */
export const HEIR: Operator = { ...A, name: 'R', does: 'resume', after: 'A' }

/** Somebody takes it up while it goes on. */
const BESIDE: Operator = { name: 'R', key: KEYS.one, random: 0xcc, does: 'resume' }

const alone = (name: string, more: Omit<Scenario, 'name' | 'operators'> = {}): Scenario => ({
  name,
  operators: [MORTAL],
  ...more,
})

/** One service: two are treated alike, and it is each other that the operators meet. */
export const together = (
  name: string,
  operators: readonly [Operator, Operator],
  befalls: readonly Budget[],
  more: Omit<Scenario, 'name' | 'operators'> = {},
): readonly Scenario[] =>
  befalls.map((budget) => ({
    name: `${name}: ${budget}`,
    services: 1,
    operators,
    budgets: { [budget]: 1 },
    ...more,
  }))

/** Two services of one task each; what befalls them befalls the first one. */
export const NORMAL: readonly Scenario[] = [
  alone('one operator'),
  alone('tasks read the key some time before they come to rest', { steps: 'fine', budgets: { fails: 1 } }),
  alone('a crash', { budgets: { crash: 1 } }),
  alone('a deployment fails', { budgets: { fails: 1 } }),
  alone('a deployment fails, a crash', { budgets: { fails: 1, crash: 1 } }),
  alone('a deployment fails, without a circuit breaker', { breaker: false, budgets: { fails: 1 } }),
  alone('a deployment fails, a task is replaced', { budgets: { fails: 1, replaced: 1 } }),
  alone('a deployment fails, time runs out', { budgets: { fails: 1, late: 1 } }),
  alone('time runs out, a task is replaced', { budgets: { late: 1, replaced: 1 } }),
  alone('asked to leave, a deployment fails', { budgets: { leave: 1, fails: 1 } }),
  alone('CI deploys', { budgets: { ci: 1 } }),
  alone('CI deploys another image', { budgets: { ciOther: 1 } }),
  alone('CI deploys a definition that reads an older version', { budgets: { ciPinned: 1 } }),
  alone('a console edit, a deployment fails', { budgets: { edit: 1, fails: 1 } }),
  alone('a console edit, time runs out', { budgets: { edit: 1, late: 1 } }),
  alone('an answer is lost', { budgets: { lost: 1 } }),
  alone('labels are dropped on demotion', { switches: { demotion: 'drops-labels' }, budgets: { fails: 1 } }),
  alone('a lock that does not hold', { switches: { move: 'steals' }, budgets: { fails: 1 } }),
  alone('versions without a label are gone', {
    switches: { unlabelled: 'gone-after-a-day' },
    budgets: { fails: 1 },
  }),
  alone('the breaker counts failed starts', {
    switches: { breaker: 'counts-failed-starts' },
    budgets: { fails: 1 },
  }),
  alone('a rollback is a new deployment', {
    switches: { rollback: 'new-deployment' },
    budgets: { fails: 1 },
  }),
  { name: 'a crash, then resumed', operators: [MORTAL, HEIR], budgets: { crash: 1 } },
  {
    name: 'a crash, then let be',
    operators: [MORTAL, { ...HEIR, does: 'abandon' }],
    budgets: { crash: 1, fails: 1 },
  },
  {
    name: 'a crash, then the same key again',
    operators: [MORTAL, { ...SAME, after: 'A' }],
    budgets: { crash: 1 },
  },
  {
    name: 'a deployment fails, a crash, then resumed',
    operators: [MORTAL, HEIR],
    budgets: { crash: 1, fails: 1 },
  },
  ...together('two operators', [MORTAL, B], ['crash', 'late', 'fails']),
  { name: 'an edit that is undone again', services: 1, operators: [MORTAL], budgets: { edit: 1, swap: 1 } },
  {
    name: 'back to the old version by hand, and forth',
    services: 1,
    operators: [MORTAL],
    budgets: { swap: 2 },
  },
  {
    name: 'an edit that is undone again, a deployment fails',
    services: 1,
    operators: [MORTAL],
    budgets: { edit: 1, swap: 1, fails: 1 },
  },
  alone('one service after the other, a deployment fails', { sequential: true, budgets: { fails: 1 } }),
  {
    name: 'one service after the other, a crash, then resumed',
    sequential: true,
    operators: [MORTAL, HEIR],
    budgets: { crash: 1 },
  },
]

/** Two that bring the same key, one after the other. */
export const LATER: Operator = { ...SAME, name: 'S', after: 'A', orEnded: true }

const CALM = { calm: true } as const

const later = (name: string, budgets: NonNullable<Scenario['budgets']>, more?: { calm: true }): Scenario => ({
  name: `the same key again, later${name}`,
  services: 1,
  steps: 'slow',
  operators: [MORTAL, LATER],
  budgets,
  ...more,
})

/** How long a key has been live is told by a label: what happens afterwards does not make it untrue. */
export const LATERS: readonly Scenario[] = [
  later('', {}),
  later(': a task is replaced', { replaced: 1 }),
  later(': an edit that is undone again', { edit: 1, swap: 1 }),
  later(': back to the old version by hand, and forth', { swap: 2 }),
  later(': a crash, a task is replaced', { crash: 1, replaced: 1 }),
  later(': a deployment fails', { fails: 1 }),
]

/** Many minutes rather than seconds. */
export const LARGE_LATERS: readonly Scenario[] = [
  later(
    '; in between, an edit that is undone again, a task is replaced',
    { edit: 1, swap: 1, replaced: 1 },
    CALM,
  ),
  later(
    '; in between, back to the old version by hand, and forth, a task is replaced',
    { swap: 2, replaced: 1 },
    CALM,
  ),
  later(': an edit that is undone again, a task is replaced', { edit: 1, swap: 1, replaced: 1 }),
  later(': back to the old version by hand, and forth, a task is replaced', {
    swap: 2,
    replaced: 1,
  }),
]

/** All orders of what befalls two that do the same thing are too many: those in which one that could go on waits once. */
const ONCE = { preemptions: 1 } as const

/** Many minutes rather than seconds. */
export const LARGE: readonly Scenario[] = [
  alone('asked to go back', { budgets: { undo: 1 } }),
  alone('time passes, a task is replaced', { budgets: { tick: 1, replaced: 1 } }),
  alone('an answer is lost, a deployment fails', { budgets: { lost: 1, fails: 1 } }),
  alone('CI, a failed deployment, time runs out', { budgets: { ci: 1, fails: 1, late: 1 } }),
  alone('CI, a console edit, a task is replaced', { budgets: { ci: 1, edit: 1, replaced: 1 } }),
  { name: 'two operators, a crash', operators: [MORTAL, B], budgets: { crash: 1 } },
  ...together('two operators', [MORTAL, B], ['replaced', 'ci', 'ciOther', 'edit']),
  ...together('two operators, the same key', [MORTAL, SAME], ['crash', 'late']),
  ...together(
    'two operators, the same key, one made to wait once',
    [MORTAL, SAME],
    ['fails', 'replaced', 'ci', 'ciOther', 'edit'],
    ONCE,
  ),
  { name: 'taken up while it lives', services: 1, operators: [MORTAL, BESIDE] },
  ...together('taken up while it lives', [MORTAL, BESIDE], ['crash', 'late']),
  ...together(
    'taken up while it lives, one made to wait once',
    [MORTAL, BESIDE],
    ['fails', 'replaced', 'ci', 'edit'],
    ONCE,
  ),
  {
    name: 'one service after the other, a deployment fails, a crash, then resumed',
    sequential: true,
    operators: [MORTAL, HEIR],
    budgets: { crash: 1, fails: 1 },
  },
  alone('an edit that is undone again, a task is replaced', { budgets: { edit: 1, swap: 1, replaced: 1 } }),
  alone('back to the old version by hand, and forth, a task is replaced', {
    budgets: { swap: 2, replaced: 1 },
  }),
]
