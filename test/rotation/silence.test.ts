import { describe, expect, test } from 'vitest'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'
import { type Event, sandboxed } from '../support/sandboxed.ts'
import { labels, NEW_KEY, type Outcome, rotate, withNewKey } from './lic.ts'

const AGENT = 'axonflow-agent-service'
type World = Parameters<NonNullable<Event['before']>>[0]

/** From the n-th look at the services on, as many looks fail. */
function silent(from: number, looks: number): Event[] {
  let count = 0
  const when = () => {
    count++
    return count >= from && count < from + looks
  }
  return [{ call: 'ecs.services', when, fails: 'throttled' }]
}

describe('AWS is silent while the rollout is followed', () => {
  test('long enough to wonder: said once, and once that it answers again', async () => {
    const here = await withNewKey({ events: silent(6, 30) })
    expect((await rotate(here)).exitCode).toBe(0)
    const about = here.host
      .err()
      .split('\n')
      .filter((line) => /answer/.test(line))
    expect(about).toEqual([
      'AWS has not answered for 10 s (test:ecs.services: throttled): the rollout goes on unseen, and AWS is asked again until the time is up',
      expect.stringMatching(/^AWS answers again, after 2[01] s$/),
    ])
  })

  test('for a moment: not worth a word', async () => {
    const here = await withNewKey({ events: silent(6, 5) })
    expect((await rotate(here)).exitCode).toBe(0)
    expect(here.host.err()).not.toMatch(/AWS (has not answered|answers again)/)
  })

  test('to the end: unfinished, because it could not be read', async () => {
    const here = await withNewKey({ events: silent(6, 300) })
    const { exitCode, error } = await rotate(here, '--timeout', '60s')
    expect([exitCode, error?.code]).toEqual([54, 'rotation.cannot-read'])
  })
})

describe('a service that is deleted while it is followed', () => {
  const removed = (world: World) => {
    const at = world.services.findIndex(({ name }) => name === AGENT)
    if (at >= 0) world.services.splice(at, 1)
  }
  const drained = (world: World) => {
    for (const service of world.services) if (service.name === AGENT) service.status = 'INACTIVE'
  }
  test.each([
    ['it is not there any more', removed],
    ['it is INACTIVE', drained],
  ])('%s: said within seconds, not at the deadline', async (how, before) => {
    const here = await withNewKey({ events: [{ call: 'ecs.services', nth: 6, before }] })
    const began = here.host.now()
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, error?.code, result.report?.undo]).toEqual([54, 'rotation.service-gone', []])
    expect(error?.message).toBe(`service ${AGENT} was deleted while it was followed: ${how}`)
    expect(here.host.now() - began).toBeLessThan(30_000)
  })

  test('one look that does not find it proves nothing', async () => {
    let kept: World['services'][number] | undefined
    const here = await withNewKey({
      events: [
        {
          call: 'ecs.services',
          nth: 6,
          before: (world) => {
            kept = world.services.find(({ name }) => name === AGENT)
            removed(world)
          },
        },
        { call: 'ecs.services', nth: 8, before: (world) => void (kept && world.services.push(kept)) },
      ],
    })
    expect((await rotate(here)).exitCode).toBe(0)
  })
})

describe('the time for going back is a time of its own', () => {
  const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20280101' })
  /** Going back, tasks take five minutes to start. */
  const failing = () =>
    sandboxed({
      told: { files: { [NEW_KEY]: key } },
      events: [
        {
          call: 'secrets.moveStage',
          nth: 4,
          before: (world) => void Object.assign(world, { timings: { ...world.timings, boot: 300_000 } }),
        },
      ],
    })
  const short = ['--public-key', testAnchors.enterprise, '--timeout', '60s']

  test('ten minutes at least, however short the way forward was to be', async () => {
    expect((await rotate(await failing(), ...short)).exitCode).toBe(51)
  })

  test('as it is told', async () => {
    const { exitCode, result } = await rotate(await failing(), ...short, '--undo-timeout', '4m')
    expect([exitCode, result.report?.undo.at(-1)]).toMatchObject([
      52,
      { id: 'follow-old', status: 'stopped' },
    ])
  })
})

describe('a promotion whose answer is lost, and then somebody else moves the label', () => {
  const stolen = (world: World) => {
    const secret = world.secrets.find(({ name }) => name === 'axonflow/license-key')
    const [first] = secret?.versions ?? []
    if (!secret || !first) throw new Error('no secret')
    secret.versions.push({ ...first, id: 'c0ffee'.repeat(6) })
    secret.labels.set('AWSCURRENT', 'c0ffee'.repeat(6))
  }
  const promotion = (args: readonly unknown[]) => (args[0] as { stage: string }).stage === 'AWSCURRENT'
  const nowOf = ({ result }: Outcome) => result.report?.now

  test('it is not said that nothing was touched', async () => {
    const lost: Event = { call: 'secrets.moveStage', when: promotion, nth: 1, fails: 'lost' }
    let after = false
    const here = await withNewKey({
      events: [
        {
          ...lost,
          before: () => {
            after = true
          },
        },
        { call: 'secrets.describe', when: () => after, nth: 1, before: stolen },
      ],
    })
    const outcome = await rotate(here)
    expect([outcome.exitCode, nowOf(outcome)]).toEqual([
      53,
      [
        'this run may have moved AWSCURRENT before somebody else did: the answer was lost; it leaves it to them now',
      ],
    ])
  })

  test('where AWS refused it, nothing was touched', async () => {
    const here = await withNewKey({
      events: [{ call: 'secrets.moveStage', when: promotion, nth: 1, before: stolen }],
    })
    const outcome = await rotate(here)
    expect([outcome.exitCode, nowOf(outcome)]).toEqual([
      53,
      ['nothing that runs has been touched by this run'],
    ])
  })

  test('where nobody can say whether it happened, neither do we', async () => {
    const here = await withNewKey({
      events: [{ call: 'secrets.moveStage', when: promotion, fails: 'dropped' }],
    })
    const outcome = await rotate(here)
    expect([outcome.exitCode, labels(here.world()).includes('AWSCURRENT v1')]).toEqual([54, true])
    expect(nowOf(outcome)?.join()).toMatch(/^AWSCURRENT may be on the new version/)
  })
})
