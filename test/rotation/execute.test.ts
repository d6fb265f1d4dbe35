import { describe, expect, test } from 'vitest'
import { error } from '../../src/model/finding.ts'
import { instantAt } from '../../src/model/instant.ts'
import type { Plan, StepOutcome, UndoStep } from '../../src/model/plan.ts'
import { says } from '../../src/model/visible.ts'
import { approve } from '../../src/rotation/approve.ts'
import { type Course, execute } from '../../src/rotation/execute.ts'

const undo = (step: string, effect: UndoStep<string>['effect']): UndoStep<string> => ({
  id: step,
  step,
  effect,
  says: says`${step}`,
})
const back = [undo('label back', 'changes'), undo('restart', 'changes'), undo('mark', 'prepares')] as const

const planned = (
  id: string,
  effect: UndoStep<string>['effect'],
  undoing: Plan<string>['steps'][number]['undo'],
) => ({ id, step: id, effect, says: says`${id}`, undo: undoing })

const none = { none: says`it only reads` }
const STEPS = [
  planned('stage', 'prepares', [undo('unstage', 'prepares')]),
  planned('lock', 'prepares', [undo('unlock', 'prepares')]),
  planned('look', 'reads', none),
  planned('promote', 'changes', back),
  planned('redeploy', 'changes', back),
  planned('follow', 'reads', none),
  planned('finish', 'prepares', none),
]
const PLAN: Plan<string> = {
  kind: 'rotate',
  head: [],
  refusals: [],
  warnings: [],
  consents: [],
  steps: STEPS,
  noUndo: null,
  undoes: null,
}

const why = error('rotation.write-failed', says`no`)
const DONE: StepOutcome = { status: 'done', evidence: [] }
const OUTCOMES = {
  done: DONE,
  failed: { status: 'failed', error: why },
  nothing: { status: 'failed', error: why, nothing: true },
  unknown: { status: 'unknown', error: why, check: says`look` },
  overtaken: { status: 'overtaken', error: why },
  stopped: { status: 'stopped', error: why },
} as const satisfies Record<string, StepOutcome>

/** Carries the plan out; the named steps end otherwise than done. */
async function carry(
  script: Readonly<Record<string, keyof typeof OUTCOMES | 'throws'>>,
  options: { plan?: Plan<string>; stopAfter?: string; wish?: 'leave' | 'undo'; hangs?: string } = {},
) {
  const did: string[] = []
  const deadlines: number[] = []
  let back = false
  let leaveNow = () => {}
  const course: Course = {
    now: () => instantAt(0),
    timeout: 1000,
    undoTimeout: 5000,
    atOnce: new Promise((resolve) => {
      leaveNow = resolve
    }),
    stopping: () =>
      options.stopAfter !== undefined && (options.stopAfter === '' || did.includes(options.stopAfter))
        ? options.wish === 'undo'
          ? !back && 'undo'
          : 'leave'
        : false,
    begins: () => {},
    ends: () => {},
    turnsBack: () => {
      back = true
    },
    progress: () => {},
    note: () => {},
  }
  const approved = approve(options.plan ?? PLAN, true)
  if (!approved) throw new Error('not approved')
  const report = await execute(
    approved,
    {
      perform: async (step, { deadline }) => {
        did.push(step)
        deadlines.push(deadline)
        if (step === options.hangs) {
          leaveNow()
          return new Promise(() => {})
        }
        const how = script[step] ?? 'done'
        if (how === 'throws') throw new TypeError('a key in here')
        return OUTCOMES[how]
      },
      aftermath: () => ({
        now: [],
        next: [],
        by: says`x`,
        keys: { from: null, to: null },
        proof: { rung: 'none', cannotSee: says`x` },
      }),
    },
    course,
  )
  return {
    ending: report.ending,
    all: did,
    deadlines,
    report,
  }
}

const went = ({ all }: { all: readonly string[] }) =>
  all.filter((step) => !STEPS.some(({ id }) => id === step))

describe('a step that fails', () => {
  test.each([
    ['stage', 'refused', ['unstage']],
    ['lock', 'refused', ['unlock', 'unstage']],
    ['look', 'refused', ['unlock', 'unstage']],
    ['promote', 'undone', ['label back', 'restart', 'mark', 'unlock', 'unstage']],
    ['redeploy', 'undone', ['label back', 'restart', 'mark', 'unlock', 'unstage']],
    ['follow', 'undone', ['label back', 'restart', 'mark', 'unlock', 'unstage']],
  ] as const)('%s: %s, and back in that order', async (step, ending, undone) => {
    const ended = await carry({ [step]: 'failed' })
    expect([ended.ending, went(ended)]).toEqual([ending, undone])
  })

  test('that surely did nothing is not undone, nor does it count as a change', async () => {
    const ended = await carry({ promote: 'nothing' })
    expect([ended.ending, went(ended)]).toEqual(['refused', ['unlock', 'unstage']])
  })

  test('without an undo: stranded at once, and nothing more is touched', async () => {
    const steps = STEPS.map((step) =>
      step.effect === 'changes' ? { ...step, undo: { none: says`no way back` } } : step,
    )
    const ended = await carry({ follow: 'failed' }, { plan: { ...PLAN, steps } })
    expect([ended.ending, went(ended)]).toEqual(['stranded', []])
  })
})

describe('an undo that fails', () => {
  test.each([
    ['label back', 'failed', 'stranded', ['label back']],
    ['restart', 'stopped', 'stranded', ['label back', 'restart']],
    ['restart', 'unknown', 'stranded', ['label back', 'restart']],
    ['unlock', 'failed', 'stranded', ['label back', 'restart', 'mark', 'unlock']],
    ['label back', 'overtaken', 'overtaken', ['label back', 'mark', 'unlock', 'unstage']],
  ] as const)('%s %s: %s', async (step, how, ending, undone) => {
    const ended = await carry({ follow: 'failed', [step]: how })
    expect([ended.ending, went(ended)]).toEqual([ending, undone])
  })

  test('before anything changed: unfinished, for labels are left behind', async () => {
    expect((await carry({ look: 'failed', unlock: 'failed' })).ending).toBe('unfinished')
  })
})

describe('other ways to end', () => {
  test.each(STEPS.map(({ id }) => id))(
    'overtaken at %s: only what no process sees is tidied up',
    async (step) => {
      const ended = await carry({ [step]: 'overtaken' })
      expect(ended.ending).toBe('overtaken')
      expect(went(ended)).toEqual(step === 'stage' ? ['unstage'] : ['unlock', 'unstage'])
    },
  )

  test.each(STEPS.map(({ id }) => id))(
    'doubt at %s: unfinished, and nothing more is touched',
    async (step) => {
      const ended = await carry({ [step]: 'unknown' })
      expect([ended.ending, went(ended)]).toEqual(['unfinished', []])
    },
  )

  test.each(STEPS.map(({ id }) => id))(
    'a fault of ours at %s: unfinished, and its message is not shown',
    async (step) => {
      const ended = await carry({ [step]: 'throws' })
      expect(ended.ending).toBe('unfinished')
      expect(JSON.stringify(ended.report)).not.toContain('a key in here')
    },
  )

  test('asked to stop before anything: nothing is done', async () => {
    const ended = await carry({}, { stopAfter: '' })
    expect([ended.ending, ended.all]).toEqual(['refused', []])
  })

  test.each(['stage', 'lock', 'promote', 'redeploy'])(
    'asked to stop during %s: it is finished, then unfinished',
    async (step) => {
      const ended = await carry({}, { stopAfter: step })
      expect(ended.ending).toBe('unfinished')
      expect(ended.all.at(-1)).toBe(step)
    },
  )

  test('asked to leave during an undo: the step in hand is finished, then unfinished', async () => {
    const ended = await carry({ follow: 'failed' }, { stopAfter: 'label back' })
    expect([ended.ending, went(ended), ended.report.cause?.code]).toEqual([
      'unfinished',
      ['label back'],
      'rotation.stopped',
    ])
  })

  test.each([
    ['stage', 'refused', ['unstage']],
    ['lock', 'refused', ['unlock', 'unstage']],
    ['promote', 'undone', ['label back', 'restart', 'mark', 'unlock', 'unstage']],
    ['follow', 'undone', ['label back', 'restart', 'mark', 'unlock', 'unstage']],
  ] as const)('asked to go back during %s: %s, and back in that order', async (step, ending, undone) => {
    // The wish is fulfilled by going back: while that goes on nobody has asked for anything.
    const ended = await carry({}, { stopAfter: step, wish: 'undo' })
    expect([ended.ending, went(ended), ended.report.cause?.code]).toEqual([
      ending,
      undone,
      'rotation.undo-asked',
    ])
  })

  test('asked to go back while it waits: back it goes', async () => {
    const ended = await carry({ follow: 'stopped' }, { stopAfter: 'follow', wish: 'undo' })
    expect([ended.ending, ended.report.cause?.code]).toEqual(['undone', 'rotation.undo-asked'])
  })

  test('asked to go back where there is no way: unfinished, and nothing more is touched', async () => {
    const steps = STEPS.map((step) =>
      step.effect === 'changes' ? { ...step, undo: { none: says`it is too late` } } : step,
    )
    const ended = await carry({}, { plan: { ...PLAN, steps }, stopAfter: 'redeploy', wish: 'undo' })
    expect([ended.ending, went(ended)]).toEqual(['unfinished', []])
    expect(ended.report.cause?.says).toBe(
      'stopped as asked; nothing was taken back, for there is no undo: it is too late',
    )
  })

  test.each([
    ['follow', {}, 'unfinished'],
    ['restart', { follow: 'failed' }, 'unfinished'],
  ] as const)('left at once during %s: it is not waited for', async (step, script, ending) => {
    const ended = await carry(script, { hangs: step })
    expect([ended.ending, ended.all.at(-1), ended.report.cause?.code]).toEqual([
      ending,
      step,
      'rotation.left',
    ])
  })

  test('the plan and its undo have a time each', async () => {
    const ended = await carry({ follow: 'failed' })
    expect(ended.deadlines.slice(5, 8)).toEqual([1000, 5000, 5000])
  })
})

test('a plan with refusals cannot be approved, and no plan without a yes', () => {
  expect(approve({ ...PLAN, refusals: [why] }, true)).toBeNull()
  expect(approve(PLAN, false)).toBeNull()
})
