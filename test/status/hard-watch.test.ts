import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { follow, type Sighting } from '../../src/commands/watch/follow.ts'
import { fitting } from '../../src/commands/watch/screen.ts'
import { type Aws, AwsTrouble } from '../../src/host/aws-api.ts'
import { fileTrouble } from '../../src/host/file-trouble.ts'
import type { Host } from '../../src/host/host.ts'
import { type Instant, instantAt, after as later } from '../../src/model/instant.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { says } from '../../src/model/visible.ts'
import { run } from '../../src/run.ts'
import { type FakeHost, fakeHost } from '../support/host.ts'
import { sandboxed } from '../support/sandboxed.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
const ENTERPRISE = { tier: 'Enterprise', days: 200 } as const

/** A clock, and looks that take as long as is said; nothing is ever seen. */
function watched(lasting: (count: number) => number = () => 0) {
  let clock = NOON
  const looks: number[] = []
  const stop = new AbortController()
  const host: Pick<Host, 'now' | 'sleep'> = {
    now: () => clock,
    sleep: async (milliseconds) => {
      clock = later(clock, milliseconds)
    },
  }
  const course = {
    stop: stop.signal,
    look: async (at: Instant): Promise<never> => {
      looks.push((at - NOON) / SECOND)
      clock = later(clock, lasting(looks.length))
      throw new LicError('aws.throttled', says`slow down`)
    },
    tick: async () => {},
    each: async (_sighting: Sighting) => false,
  }
  const set = (back: number) => {
    clock = later(clock, back)
  }
  return { host, course, looks, stop, set, now: () => clock }
}

describe('the beat of a watch', () => {
  test('looks that take longer than the interval leave out those that they lasted through', async () => {
    const { host, course, looks } = watched((count) => (count === 2 ? 2500 : 0))
    await follow(host, { ...course, interval: SECOND, until: later(NOON, 6 * SECOND) })
    expect(looks).toEqual([0, 1, 4, 5, 6])
  })

  test('a clock that is set back by hours does not make it wait for hours', async () => {
    const { host, course, looks, set } = watched()
    let back = -2 * HOUR
    await follow(host, {
      ...course,
      interval: MINUTE,
      until: later(NOON, 2 * MINUTE),
      tick: async () => {
        set(back)
        back = 0
      },
      each: async () => looks.length === 3,
    })
    const [, second = 0, third = 0] = looks
    expect(third - second).toBe(60)
    expect(second).toBeLessThan(-7000)
  })

  test('a clock that is set back during a look does not, either', async () => {
    const { host, course, looks } = watched((count) => (count === 1 ? -HOUR : 0))
    await follow(host, { ...course, interval: MINUTE, until: null, each: async () => looks.length === 2 })
    expect(looks).toEqual([0, -3540])
  })

  test('keeps nothing of the looks that are over', async () => {
    const { host, course, looks, stop } = watched()
    await follow(host, { ...course, interval: SECOND, until: later(NOON, HOUR) })
    expect([looks.length, getEventListeners(stop.signal, 'abort').length]).toEqual([3601, 0])
  })

  test('stopped while it waits, it looks no more', async () => {
    const { host, course, looks, stop } = watched()
    const tick = async () => stop.abort()
    expect(await follow(host, { ...course, interval: MINUTE, until: null, tick })).toMatchObject({ at: NOON })
    expect(looks).toEqual([0])
  })

  test('stopped in its first look, it has seen nothing, and the look is not waited for', async () => {
    const { host, course, stop } = watched()
    const look = () => {
      stop.abort()
      return new Promise<never>(() => {})
    }
    expect(await follow(host, { ...course, look, interval: MINUTE, until: null })).toBeNull()
  })
})

describe('what comes from outside', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the first look ends it with %i', async (name, code) => {
    const here = await sandboxed({
      key: ENTERPRISE,
      events: [{ call: 'secrets.describe', nth: 1, before: (_world, host) => host.signal(name) }],
    })
    expect([await run(['watch'], here.host), here.host.out()]).toEqual([code, ''])
  })

  test('SIGHUP is left to the system, so that nohup works', async () => {
    let heard: boolean | null = null
    const here = await sandboxed({
      key: ENTERPRISE,
      events: [
        {
          call: 'secrets.describe',
          nth: 2,
          before: (_world, host) => {
            heard = host.signal('SIGHUP')
          },
        },
      ],
    })
    expect([await run(['watch', '--for', '2m'], here.host), heard]).toEqual([0, false])
  })

  test.each([
    ['throttled', 'aws.throttled'],
    ['expired', 'aws.credentials'],
  ] as const)('an hour of looks that are %s is told in one line, and its end in one', async (fails, code) => {
    let count = 0
    const when = () => ++count > 1 && count <= 61
    const here = await sandboxed({ key: ENTERPRISE, events: [{ call: 'secrets.describe', when, fails }] })
    const exitCode = await run(['watch', '--for', '90m'], here.host)
    const lines = here.host.out().trimEnd().split('\n')
    expect([exitCode, lines.length]).toEqual([0, 3])
    expect(lines[1]).toContain(`[${code}]`)
    expect(lines[2]).toMatch(/^2026-11-23T13:0\d:00Z {2}can look again$/)
  })

  test.each([
    ['it ends', 36 * HOUR, []],
    ['it goes on where metrics are kept', 60 * HOUR, ['--metrics-file', 'lic.prom']],
  ])('once nobody reads it any more, %s', async (_what, lasts, more) => {
    const here = await sandboxed({ key: { days: 9 } })
    let writes = 0
    const { stdout } = here.host
    const host = {
      ...here.host,
      stdout: {
        ...stdout,
        get gone() {
          return writes > 1
        },
        write: async () => {
          writes++
        },
      },
    }
    await run(['watch', '--interval', '1h', '--for', '60h', ...more], host)
    expect(host.now() - NOON).toBe(lasts)
  })
})

describe('metrics in hard times', () => {
  const failing = (host: FakeHost, when: (count: number) => 'missing' | 'other' | null) => {
    let count = 0
    const abandoned: number[] = []
    const grow: Host['files']['grow'] = async (path) => {
      const nth = ++count
      const why = when(nth)
      if (why === 'missing') throw fileTrouble('missing')
      const file = await host.files.grow(path)
      return {
        ...file,
        write: async (text) => {
          if (why === 'other') throw fileTrouble('other')
          await file.write(text)
        },
        abandon: async () => {
          abandoned.push(nth)
        },
      }
    }
    return { host: { ...host, files: { ...host.files, grow } }, abandoned }
  }

  test('a disk that is full for a while, a folder that is gone for a while: told once each, and the watch goes on', async () => {
    const here = await sandboxed({ key: ENTERPRISE })
    const { host, abandoned } = failing(here.host, (nth) =>
      nth === 2 || nth === 3 ? 'other' : nth === 5 ? 'missing' : null,
    )
    const exitCode = await run(['watch', '--for', '6m', '--metrics-file', 'lic.prom'], host)
    const lines = here.host.out().trimEnd().split('\n').slice(1)
    expect([exitCode, lines, abandoned]).toEqual([
      0,
      [
        '2026-11-23T12:01:00Z  --metrics-file cannot be written: the system refuses it; the next look tries again',
        '2026-11-23T12:03:00Z  the metrics can be written again',
        '2026-11-23T12:04:00Z  --metrics-file cannot be written: its folder is not there; the next look tries again',
        '2026-11-23T12:05:00Z  the metrics can be written again',
      ],
      [2, 3],
    ])
    expect(here.host.grown.get('lic.prom')).toContain(`lic_last_look_timestamp_seconds{`)
  })

  test('that it has never seen anything is a metric, too', async () => {
    const here = await sandboxed({
      key: ENTERPRISE,
      events: [{ call: 'secrets.describe', fails: 'expired' }],
    })
    expect(await run(['watch', '--for', '1m', '--metrics-file', 'lic.prom'], here.host)).toBe(32)
    const text = here.host.grown.get('lic.prom') ?? ''
    const labels = '{product="AxonFlow",identity="",tier="",deployment=""}'
    expect(text).toContain(`lic_up${labels} 0\n`)
    expect(text).toContain(`lic_errors_total${labels} 2\n`)
    expect(text).toContain(`lic_license_not_after_seconds${labels} Nan\n`)
    const before = here.host.out().length
    expect(await run(['watch', '--for', '1s', '--metrics-emf'], here.host)).toBe(32)
    expect(JSON.parse(here.host.out().slice(before))).toEqual({
      _aws: {
        Timestamp: NOON + MINUTE,
        CloudWatchMetrics: [
          {
            Namespace: 'lic',
            Dimensions: [['product']],
            Metrics: [
              { Name: 'lic_up', Unit: 'None' },
              { Name: 'lic_errors_total', Unit: 'Count' },
              { Name: 'lic_last_look_timestamp_seconds', Unit: 'Seconds' },
            ],
          },
        ],
      },
      product: 'AxonFlow',
      identity: '',
      tier: '',
      deployment: '',
      lic_up: 0,
      lic_errors_total: 1,
      lic_last_look_timestamp_seconds: (NOON + MINUTE) / 1000,
    })
  })

  test.each([
    ['Zürich "A"\n1', 'Z\\u{fc}rich "A"\\u{a}1', 'Zürich \\"A\\"\\\\u{a}1'],
    [':acme', '\\u{3a}acme', ':acme'],
  ])('an identity as CloudWatch and Prometheus take it: %j', async (org, dimension, label) => {
    const here = await sandboxed({ key: { ...ENTERPRISE, org } })
    await run(['watch', '--for', '1s', '--metrics-emf', '--metrics-file', 'lic.prom'], here.host)
    const [line = ''] = here.host.out().split('\n')
    expect(JSON.parse(line).identity).toBe(dimension)
    expect(line).toMatch(/^[ -~]*$/)
    const text = here.host.grown.get('lic.prom') ?? ''
    expect(text).toContain(`identity="${label}"`)
  })
})

describe('the screen', () => {
  const rows = (line: string, width: number) => Math.max(1, Math.ceil(line.length / width))

  test('never more than the terminal has, the foot always there, and the latest change where there is room', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '—'), maxLength: 90 })
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 40 }),
        fc.array(text, { maxLength: 9 }),
        fc.integer({ min: 20, max: 120 }),
        fc.integer({ min: 5, max: 50 }),
        (lines, latest, width, height) => {
          const shown = fitting(lines, latest, 'next look in 60 s', { width, height })
          expect(shown.reduce((sum, line) => sum + rows(line, width), 0)).toBeLessThanOrEqual(height)
          expect(shown.at(-1)).toBe('next look in 60 s')
          const last = latest.at(-1)
          if (last !== undefined && rows(last, width) <= Math.floor((height - 1) / 2))
            expect(shown.at(-2)).toBe(last)
        },
      ),
    )
  })

  test('of a line that is longer than all the room, its beginning', () => {
    const lines = [`\u001b[31m${'x'.repeat(70)}\u001b[39m`, 'two']
    expect(fitting(lines, [], 'foot', { width: 20, height: 5 })).toEqual([
      `${'x'.repeat(59)}…`,
      '… 1 line more',
      'foot',
    ])
  })

  test('what is missing is counted', () => {
    const lines = ['one', 'two', 'three', 'four', 'five']
    expect(fitting(lines, ['', 'changes', 'a', 'b'], 'foot', { width: 20, height: 7 })).toEqual([
      'one',
      'two',
      '… 3 lines more',
      'changes',
      'a',
      'b',
      'foot',
    ])
    expect(fitting(lines, [], 'foot', { width: 20, height: 6 })).toEqual([...lines, 'foot'])
  })

  test('of a long watch the last thousand changes are told when it is left', async () => {
    let count = 0
    const fail = async (): Promise<never> => {
      const reason = ++count % 2 === 0 ? 'throttled' : 'denied'
      throw new AwsTrouble(reason, 'ecs:DescribeServices', 'c', 'X', '', false)
    }
    const aws = {
      region: 'us-east-1',
      caller: fail,
      secrets: { describe: fail },
      ecs: { services: () => new Promise(() => {}) },
    } as unknown as Aws
    const host = fakeHost({ aws, terminal: true, now: NOON })
    await run(['watch', '--interval', '1s', '--for', '1199s'], host)
    const [, after = ''] = host.out().split('[?1049l')
    const lines = after.trimEnd().split('\n')
    expect([lines.length, lines[0]]).toEqual([1001, '200 earlier changes are not kept'])
  })
})
