import { afterAll, describe, expect, test } from 'vitest'
import { after, HOUR } from '../../src/model/instant.ts'
import { everyCall } from './every-call.ts'
import { type Explored, explore } from './explore.ts'
import { LARGE_ROLLBACKS, ROLLBACKS } from './rollbacks.ts'
import { B, LARGE, LARGE_LATERS, LATER, LATERS, MORTAL, NORMAL, SAME } from './scenarios.ts'
import type { Breaking, Scenario } from './state.ts'

/**
 * The real plan and the real execution, over an AWS in memory, in every order in which their calls, other people's
 * doings, crashes and lost answers can come. EXHAUSTIVE=all explores the large scenarios, too:
 *
 *   EXHAUSTIVE=all npx vitest run test/exhaustive
 */
const all = process.env.EXHAUSTIVE === 'all'
const MOST = 4_000_000
const USUAL = [...NORMAL, ...ROLLBACKS, ...LATERS]
const EVERY = [...USUAL, ...LARGE, ...LARGE_ROLLBACKS, ...LARGE_LATERS]

const total = { scenarios: 0, states: 0, steps: 0, runs: 0, calls: 0 }

function print({ name }: Scenario, { states, steps, runs, calls, endings }: Explored): void {
  total.scenarios++
  total.states += states
  total.steps += steps
  total.runs += runs
  total.calls += calls
  const ends = Object.entries(endings).map(([how, many]) => `${how} ${many}`)
  process.stdout.write(
    `${name}: ${states} states, ${steps} steps, ${runs} runs, ${calls} calls; ${ends.join(', ')}\n`,
  )
}

afterAll(() => {
  const { scenarios, states, steps, runs, calls } = total
  process.stdout.write(
    `${scenarios} scenarios: ${states} states, ${steps} steps between them, ${runs} runs begun, ${calls} different calls\n`,
  )
})

/** What was broken, each with its shortest way: so a failure shows how it came about. */
const waysTo = ({ broken }: Explored) =>
  Object.fromEntries([...broken].map(([what, { trace }]) => [what, trace]))

describe('no promise is broken, whatever comes between', () => {
  test.each(all ? EVERY : USUAL)('$name', { timeout: 24 * 3_600_000 }, async (scenario) => {
    const found = await explore({ ...scenario, most: MOST })
    print(scenario, found)
    expect(waysTo(found)).toEqual({})
    expect(found.cut).toBe(false)
  })

  test('every ending is reached', async () => {
    const seen = new Set<string>()
    for (const budgets of [{ fails: 1, late: 1 }, { edit: 1 }]) {
      const found = await explore({ name: 'endings', operators: [MORTAL], budgets })
      for (const ending of Object.keys(found.endings)) seen.add(ending)
    }
    expect([...seen].sort()).toEqual(['done', 'overtaken', 'refused', 'stranded', 'undone', 'unfinished'])
  })
})

describe('one call at a time, forgetting nothing, comes to the same ends', () => {
  const small: readonly Scenario[] = [
    { name: 'a crash', operators: [MORTAL], budgets: { crash: 1 } },
    { name: 'a deployment fails, time runs out', operators: [MORTAL], budgets: { fails: 1, late: 1 } },
    { name: 'a console edit, a deployment fails', operators: [MORTAL], budgets: { edit: 1, fails: 1 } },
    { name: 'CI deploys', operators: [MORTAL], budgets: { ci: 1 } },
  ]
  test.each(small)('$name', async (scenario) => {
    const few = await explore(scenario)
    const every = await explore({ ...scenario, forgets: false }, everyCall)
    expect(few.states).toBeLessThan(every.states)
    expect(new Set(few.rests)).toEqual(new Set(every.rests))
    expect(waysTo(every)).toEqual({})
  })
})

describe('who could go on is made to wait as often as is said', () => {
  const scenario: Scenario = { name: 'few', services: 1, operators: [MORTAL, B], budgets: { crash: 1 } }
  test('often enough is as good as always; less often is less, and nothing else', async () => {
    const always = await explore(scenario)
    const often = await explore({ ...scenario, preemptions: 20 })
    const once = await explore({ ...scenario, preemptions: 1 })
    const never = await explore({ ...scenario, preemptions: 0 })
    expect(new Set(often.rests)).toEqual(new Set(always.rests))
    expect(always.rests.size).toBeGreaterThan(once.rests.size)
    expect(once.rests.size).toBeGreaterThan(never.rests.size)
    expect([...never.rests].filter((rest) => !once.rests.has(rest))).toEqual([])
    expect([...once.rests].filter((rest) => !always.rests.has(rest))).toEqual([])
    expect(never.cut).toBe(false)
  })
})

/** The labels of the secret, in other words. */
const stretched =
  (label: RegExp, instead: string): NonNullable<Breaking['tells']> =>
  (reply, { call }) => {
    const { answered } = reply
    if (call?.action !== 'DescribeSecret' || answered?.body.VersionIdsToStages === undefined) return reply
    const told = JSON.stringify(answered.body.VersionIdsToStages).replace(label, instead)
    return {
      ...reply,
      answered: { ...answered, body: { ...answered.body, VersionIdsToStages: JSON.parse(told) } },
    }
  }

describe('a protocol that is broken on purpose is caught', () => {
  const broken: readonly (Scenario & { readonly caught: RegExp })[] = [
    {
      name: 'no lock: a label goes to whoever asks for it',
      operators: [MORTAL, B],
      switches: { move: 'steals' },
      budgets: { crash: 1 },
      caught: /^dead and (invisible|misleading)/,
    },
    {
      name: 'no look again: AWSCURRENT is believed to be where it was put',
      operators: [MORTAL],
      budgets: { edit: 1 },
      breaks: {
        tells: (reply, { call }, { operator, step }) => {
          if (call?.action !== 'DescribeSecret' || !/^(follow|read-again)/.test(step) || !reply.answered)
            return reply
          const own = operator.random.toString(16).repeat(16)
          const { answered } = reply
          return {
            ...reply,
            answered: {
              ...answered,
              body: { ...answered.body, VersionIdsToStages: { [own]: ['AWSCURRENT'] } },
            },
          }
        },
      },
      caught: /^said done/,
    },
    {
      name: 'the date of the last change is not looked at',
      services: 1,
      operators: [MORTAL],
      budgets: { edit: 1, swap: 1 },
      breaks: {
        tells: (reply, { call }) =>
          call?.action !== 'DescribeSecret' || !reply.answered
            ? reply
            : {
                ...reply,
                answered: { ...reply.answered, body: { ...reply.answered.body, LastChangedDate: 1 } },
              },
      },
      caught: /^said done/,
    },
    {
      name: 'a key is believed to have been live for longer than its label says',
      services: 1,
      steps: 'slow',
      operators: [MORTAL, LATER],
      budgets: { edit: 1, swap: 1, replaced: 1 },
      calm: true,
      breaks: { tells: stretched(/(lic-lived\.[^.]+)\.\w+/g, '$1.20270101T000000Z') },
      caught: /^said done/,
    },
    {
      name: 'tasks are believed to have been listed after the last change of the secret',
      services: 1,
      steps: 'slow',
      operators: [MORTAL, LATER],
      budgets: { swap: 2, replaced: 1 },
      calm: true,
      breaks: {
        tells: (reply, { call }, { step }) =>
          call?.action !== 'DescribeServices' || step !== 'plan' || !reply.answered
            ? reply
            : { ...reply, answered: { ...reply.answered, date: after(reply.answered.date, HOUR) } },
      },
      caught: /^said done/,
    },
    {
      name: 'the lock is kept',
      operators: [MORTAL],
      breaks: {
        swallows: ({ body }) => body.VersionStage === 'lic-pending' && body.MoveToVersionId === undefined,
      },
      caught: /left a label behind|something is pending/,
    },
    {
      name: 'the label of the run is kept',
      operators: [MORTAL],
      breaks: {
        swallows: ({ body }) =>
          String(body.VersionStage).startsWith('lic-run.') && body.MoveToVersionId === undefined,
      },
      caught: /left a label behind/,
    },
    {
      name: 'the old key gets no label',
      operators: [MORTAL],
      breaks: { swallows: ({ body }) => String(body.VersionStage).startsWith('lic-archive.') },
      budgets: { edit: 1 },
      caught: /^the old key has no label/,
    },
    {
      name: 'a token is used by two runs: each takes the version of the other for its own',
      services: 1,
      operators: [MORTAL, { ...SAME, random: MORTAL.random }],
      budgets: { fails: 1 },
      untilBroken: 'deep',
      caught: /^a version was called failed before the run that put it had tried it/,
    },
  ]
  test.each(broken)('$name', { timeout: 24 * 3_600_000 }, async ({ caught, ...scenario }) => {
    const found = await explore({ untilBroken: 'near', ...scenario, most: MOST })
    const [what = 'nothing'] = found.broken.keys()
    process.stdout.write(`broken on purpose, ${scenario.name}: ${found.states} states, then ${what}\n`)
    expect(what).toMatch(caught)
  })
})
