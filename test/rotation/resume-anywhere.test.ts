import { afterAll, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import type { FakeHost } from '../support/host.ts'
import { testAnchors } from '../support/sample-keys.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'
import { currentValue, labels, NEW_KEY, type Outcome, running, SECRET, UNBOOTABLE } from './lic.ts'
import { type Death, mortal } from './mortal.ts'

const NEW = ['Enterprise', 'Enterprise', 'Enterprise']
const OLD = ['Professional', 'Professional', 'Professional']
const RESUME = ['rotate', '--resume']
const AGAIN = ['rotate', `file:${NEW_KEY}`]

interface Story {
  readonly options?: Parameters<typeof sandboxed>[0]
  readonly bad?: true
  readonly argv?: readonly string[]
}

const GOOD: Story = {}
/** Its tasks refuse the key: the way there and all of the way back. */
const BAD: Story = { bad: true }
const SEQUENTIAL: Story = { argv: ['--sequential'] }
/** Only there: on the way back the lock would go with the move, and nobody could see what was left. */
const DROPPING: Story = { options: { switches: { demotion: 'drops-labels' } } }

const argvOf = ({ bad, argv: more = [] }: Story, argv: readonly string[]) => [
  ...argv,
  ...more,
  '--yes',
  '--json',
  ...(bad ? ['--public-key', testAnchors.enterprise] : []),
]

const keyOf = ({ bad }: Story, key: Sandboxed['key']) => (bad ? UNBOOTABLE : key())
const open = (story: Story) =>
  sandboxed({ ...story.options, told: (key) => ({ files: { [NEW_KEY]: keyOf(story, key) } }) })

const colleagueOf = (here: Sandboxed, story: Story): FakeHost =>
  here.colleague({ [NEW_KEY]: keyOf(story, here.key) })

/** Somebody else, on a machine that has never seen this rotation. */
async function elsewhere(here: Sandboxed, story: Story, argv: readonly string[]): Promise<Outcome> {
  const host = colleagueOf(here, story)
  await run(argvOf(story, argv), host)
  return JSON.parse(host.out()) as Outcome
}

/** What must hold after any death and what followed it; which key is live. */
function rest(here: Sandboxed, story: Story): 'new' | 'old' {
  const world = here.world()
  const said = labels(world)
  const live = currentValue(world) === keyOf(story, here.key) ? 'new' : 'old'
  const first = world.secrets.find(({ name }) => name === SECRET)?.versions[0]
  expect({
    inFlight: said.filter((label) => /^lic-(pending|run)/.test(label)),
    running: running(world),
    archived: said.includes('AWSPREVIOUS v1') ? said.includes('lic-archive v1') : null,
    failed: said.includes('AWSPREVIOUS v2') ? said.includes('lic-failed v2') : null,
    kept: first?.content.text === currentValue(world) || said.includes('AWSPREVIOUS v1'),
  }).toEqual({
    inFlight: [],
    running: live === 'new' ? NEW : OLD,
    archived: said.includes('AWSPREVIOUS v1') ? true : null,
    failed: said.includes('AWSPREVIOUS v2') ? true : null,
    kept: true,
  })
  return live
}

const WRITES = ['secrets.put', 'secrets.moveStage', 'ecs.forceDeployment']

/** Before every call of a run that nobody kills, and after each that writes; after one that reads, nothing has changed. */
async function deathsOf(story: Story, where: 'anywhere' | 'around writes'): Promise<readonly Death[]> {
  const here = await open(story)
  await run(argvOf(story, AGAIN), here.host)
  return here.calls.flatMap((call, index): Death[] => {
    const at = index + 1
    const writes = WRITES.includes(call)
    return [
      ...(writes || where === 'anywhere' ? [{ at, when: 'before' } as const] : []),
      ...(writes ? [{ at, when: 'after' } as const] : []),
    ]
  })
}

function restAfter(where: string, here: Sandboxed, story: Story): string {
  try {
    return rest(here, story)
  } catch (thrown) {
    throw new Error(`${where}: ${thrown instanceof Error ? thrown.message : ''}`, { cause: thrown })
  }
}

/** Calls between two deaths of the second process. */
const EVERY = 5

type Rests = Readonly<Record<string, number>>

/** A process dies, and somebody goes on elsewhere. */
async function afterEach(deaths: readonly Death[], story: Story, then: readonly string[]): Promise<Rests> {
  const rests: Record<string, number> = {}
  for (const death of deaths) {
    const here = await open(story)
    await mortal(here.host, death, (host) => run(argvOf(story, AGAIN), host))
    const outcome = await elsewhere(here, story, then)
    const at = `died ${death.when} call ${death.at}, then ${JSON.stringify(outcome.error ?? outcome.exitCode)}`
    const how = `${outcome.exitCode} ${restAfter(at, here, story)}`
    rests[how] = (rests[how] ?? 0) + 1
  }
  return rests
}

const count = (rests: Rests): number => Object.values(rests).reduce((sum, one) => sum + one, 0)
const told: string[] = []
afterAll(() => void process.stdout.write(`${told.join('\n')}\n`))

/** How many, at least where they follow every read as well; and how each rests. */
type Case = readonly [
  string,
  Story,
  readonly string[],
  'anywhere' | 'around writes',
  number,
  readonly string[],
]

test.each<Case>([
  ['a rotation', GOOD, RESUME, 'anywhere', 50, ['0 new', '0 old']],
  ['one whose key fails, on the way there or back', BAD, RESUME, 'anywhere', 100, ['0 old', '51 old']],
  ['one service after the other', SEQUENTIAL, RESUME, 'around writes', 18, ['0 new', '0 old']],
  ['where moving AWSCURRENT drops other labels', DROPPING, RESUME, 'around writes', 18, ['0 new', '0 old']],
  ['a rotation', GOOD, AGAIN, 'around writes', 16, ['0 new']],
  ['one whose key fails', BAD, AGAIN, 'around writes', 24, ['51 old']],
])(
  '%s that dies is taken up on a machine that has never seen it',
  { timeout: 240_000 },
  async (name, story, then, where, least, ends) => {
    const deaths = await deathsOf(story, where)
    const rests = await afterEach(deaths, story, then)
    told.push(`${name}, dead ${where}, then lic ${then.join(' ')}: ${count(rests)}, ${JSON.stringify(rests)}`)
    expect(Object.keys(rests).sort()).toEqual(ends)
    expect(count(rests)).toBe(where === 'anywhere' ? deaths.length : least)
    expect(count(rests)).toBeGreaterThanOrEqual(least)
  },
)

test('who takes it up dies as well: the next one ends it', { timeout: 240_000 }, async () => {
  const writes = (await deathsOf(BAD, 'around writes')).filter(({ when }) => when === 'after')
  const rests: Record<string, number> = {}
  // After the lock, after the move, after the move back.
  for (const first of [1, 3, 6].map((nth) => writes[nth])) {
    if (first === undefined) throw new Error('there are fewer writes')
    for (let at = 1; ; at += EVERY) {
      const here = await open(BAD)
      await mortal(here.host, first, (host) => run(argvOf(BAD, AGAIN), host))
      const second = colleagueOf(here, BAD)
      const how = await mortal(second, { at, when: 'before' }, (host) => run(argvOf(BAD, RESUME), host))
      const { exitCode } = await elsewhere(here, BAD, RESUME)
      const end = `${exitCode} ${restAfter(`${JSON.stringify(first)}, then before call ${at}`, here, BAD)}`
      rests[end] = (rests[end] ?? 0) + 1
      if (how === 'lived') break
    }
  }
  told.push(`dead, and dead again when taken up: ${count(rests)}, ${JSON.stringify(rests)}`)
  expect(Object.keys(rests).sort()).toEqual(['0 old', '51 old'])
  expect(count(rests)).toBeGreaterThanOrEqual(50)
})
