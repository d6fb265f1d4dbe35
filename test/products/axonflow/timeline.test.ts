import { describe, expect, test } from 'vitest'
import { DAY, instantAt, toIso } from '../../../src/model/instant.ts'
import { standing } from '../../../src/model/timeline.ts'
import { readDay } from '../../../src/products/axonflow/dates.ts'
import { remindersOf, timelineOf, tokenTimelineOf } from '../../../src/products/axonflow/timeline.ts'

const EXPIRES = instantAt(Date.UTC(2026, 9, 28))
const line = timelineOf(EXPIRES)

describe('the life of a key', () => {
  test('has three phases, without gaps, each with what runs and what starts', () => {
    expect(
      line.map(({ name, from, until, state, effect }) => ({ name, from, until, state, ...effect })),
    ).toEqual([
      {
        name: 'active',
        from: 'always',
        until: EXPIRES + 1,
        state: 'alive',
        running: 'full',
        starting: 'full',
      },
      {
        name: 'grace',
        from: EXPIRES + 1,
        until: EXPIRES + 8 * DAY,
        state: 'grace',
        running: 'reduced',
        starting: 'reduced',
      },
      {
        name: 'after',
        from: EXPIRES + 8 * DAY,
        until: 'forever',
        state: 'over',
        running: 'reduced',
        starting: 'refused',
      },
    ])
  })

  test('says what each phase means', () => {
    expect(line.map(({ says }) => [says.running, says.starting])).toEqual([
      ['everything the tier grants', "starts on the key's tier"],
      ['the limits of Community apply', 'starts with a warning, on the limits of Community'],
      ['the limits of Community apply', 'refuses to start: the grace is over'],
    ])
  })

  test.each([
    [-DAY, 'active', 'grace'],
    [-1, 'active', 'grace'],
    [0, 'active', 'grace'],
    [1, 'grace', 'after'],
    [2, 'grace', 'after'],
    [8 * DAY - 1, 'grace', 'after'],
    [8 * DAY, 'after', undefined],
    [8 * DAY + 1, 'after', undefined],
  ])('%i ms from its expiry is %s, then %s', (offset, phase, next) => {
    const stands = standing(line, instantAt(EXPIRES + offset))
    expect([stands.phase.name, stands.next?.name]).toEqual([phase, next])
  })

  test('of a SaaS Plugin token ends a day after its expiry, and starts no agent', () => {
    const phases = tokenTimelineOf(EXPIRES)
    expect(
      phases.map(({ name, from, until, state, effect }) => [
        name,
        from,
        until,
        state,
        effect.running,
        effect.starting,
      ]),
    ).toEqual([
      ['active', 'always', EXPIRES + 1, 'alive', 'full', 'refused'],
      ['grace', EXPIRES + 1, EXPIRES + DAY, 'grace', 'full', 'refused'],
      ['after', EXPIRES + DAY, 'forever', 'over', 'refused', 'refused'],
    ])
  })

  test('is announced 90, 60 and 30 days before', () => {
    expect(remindersOf(EXPIRES).map(({ at, says }) => `${toIso(at)} ${says}`)).toEqual([
      '2026-07-30T00:00:00Z renewal notice by email, 90 days before',
      '2026-08-29T00:00:00Z second reminder, 60 days before',
      '2026-09-28T00:00:00Z final reminder, 30 days before',
    ])
  })
})

test.each([
  ['20261028', '2026-10-28T00:00:00Z'],
  ['00000101', '0000-01-01T00:00:00Z'],
  ['00991231', '0099-12-31T00:00:00Z'],
  ['99991231', '9999-12-31T00:00:00Z'],
  ['20240229', '2024-02-29T00:00:00Z'],
  ['20000229', '2000-02-29T00:00:00Z'],
  ['19000229', undefined],
  ['20260230', undefined],
  ['20261301', undefined],
  ['20260001', undefined],
  ['20260100', undefined],
  ['2026-1-1', undefined],
  [' 2026101', undefined],
  ['202610280', undefined],
  ['20261028\n', undefined],
  ['\uff12\uff10\uff12\uff16\uff11\uff10\uff12\uff18', undefined],
  ['', undefined],
])('the day %j is %s', (text, iso) => {
  const day = readDay(text)
  expect(day === undefined ? undefined : toIso(day)).toBe(iso)
})
