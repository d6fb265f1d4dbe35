import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { DAY, type Instant, instantAt, toIso } from '../../src/model/instant.ts'
import { says, visible } from '../../src/model/visible.ts'
import { type Dated, datesOf } from '../../src/present/reminders/dates.ts'
import { calendarOf } from '../../src/present/reminders/ics.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const NOW = instantAt(Date.UTC(2026, 10, 23, 12))

/** As another parser reads it, in UTC. */
function read(calendar: string) {
  return new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      at: event.startDate.toString(),
      title: event.summary,
      says: event.description,
      alarms: component.getAllSubcomponents('valarm').map((alarm) => {
        const trigger = alarm.getFirstPropertyValue('trigger')
        return trigger instanceof ICAL.Duration ? 0 - trigger.toSeconds() : trigger
      }),
    }
  })
}

/** RFC 5545, 3.1: lines end in CR LF, hold no other control character but a tab, and are of 75 octets at most. */
function lineFaults(calendar: string): readonly string[] {
  if (!calendar.endsWith('\r\n')) return ['no end']
  return calendar
    .slice(0, -2)
    .split('\r\n')
    .filter((line) => Buffer.byteLength(line) > 75 || /[\u0000-\u0008\u000a-\u001f\u007f]/.test(line))
}

async function calendarBy(key: string, now: Instant = NOW, ...argv: string[]) {
  const host = fakeHost({
    now,
    files: { 'key.txt': key },
    env: { LIC_PUBLIC_KEY: testAnchors.enterprise },
  })
  const code = await run(['reminders', 'file:key.txt', '--ics', 'license.ics', ...argv], host)
  return { code, calendar: host.kept.get('license.ics'), host }
}
const keyOf = (fields: object) =>
  sampleKey({ tier: 'Enterprise', org_id: 'acme', deployment_id: 'acme', expires_at: '20270601', ...fields })

describe('a calendar', () => {
  test('another parser reads the same dates, alarms and identifiers', async () => {
    const { code, calendar = '' } = await calendarBy(keyOf({}))
    expect([code, lineFaults(calendar)]).toEqual([0, []])
    const all = read(calendar)
    const [first] = all
    const fingerprint = /^lic-([0-9a-f]{12})-/.exec(first?.uid ?? '')?.[1]
    const title = 'AxonFlow license (Enterprise) of acme'
    expect(all.map(({ uid, at, title, alarms }) => [uid, at, title, alarms])).toEqual([
      [
        `lic-${fingerprint}-reminder-90`,
        '2027-03-03T00:00:00Z',
        `${title}: renewal notice by email, 90 days before`,
        [0],
      ],
      [
        `lic-${fingerprint}-reminder-60`,
        '2027-04-02T00:00:00Z',
        `${title}: second reminder, 60 days before`,
        [0],
      ],
      [
        `lic-${fingerprint}-reminder-30`,
        '2027-05-02T00:00:00Z',
        `${title}: final reminder, 30 days before`,
        [0],
      ],
      [`lic-${fingerprint}-expiry`, '2027-06-01T00:00:00Z', `${title}: it expires`, [604_800, 86_400]],
      [`lic-${fingerprint}-after`, '2027-06-09T00:00:00Z', `${title}: its grace ends`, [604_800, 86_400]],
    ])
    expect(all[3]?.says).toBe(
      `from then on: running: the limits of Community apply; starting: starts with a warning, on the limits of Community; fingerprint ${fingerprint}`,
    )
  })

  test('made again later it has the same identifiers, and a later stamp; of another key, others', async () => {
    const uids = async (...asked: Parameters<typeof calendarBy>) =>
      read((await calendarBy(...asked)).calendar ?? '').map(({ uid }) => uid)
    const before = await uids(keyOf({}))
    expect(new Set(before).size).toBe(5)
    expect(await uids(keyOf({}), instantAt(NOW + 30 * DAY))).toEqual(before)
    const others = await uids(keyOf({ org_id: 'globex', deployment_id: 'globex' }))
    expect(others.filter((uid) => before.includes(uid))).toEqual([])
    const { calendar } = await calendarBy(keyOf({}), instantAt(NOW + 30 * DAY))
    expect(calendar).toContain('DTSTAMP:20261223T120000Z')
  })

  test.each([
    ['one millisecond before a date', -1, 5],
    ['at it', 0, 4],
    ['one millisecond after it', 1, 4],
  ])('only what is to come: %s', async (_when, by, count) => {
    const reminder = Date.UTC(2027, 2, 3)
    const { calendar = '' } = await calendarBy(keyOf({}), instantAt(reminder + by))
    expect(read(calendar)).toHaveLength(count)
  })

  test('nothing is written where nothing is to come, or nothing is known', async () => {
    for (const [key, expected] of [
      [keyOf({ expires_at: '20260101' }), 41],
      [`${keyOf({}).slice(0, -4)}AAAA`, 49],
      ['AXON-nonsense', 44],
    ] as const) {
      const { code, calendar } = await calendarBy(key)
      expect([code, calendar]).toEqual([expected, undefined])
    }
  })

  test('no part of the key is in it', async () => {
    const key = keyOf({})
    const { calendar = '' } = await calendarBy(key)
    for (let at = 0; at + 12 < key.length; at++) expect(calendar.includes(key.slice(at, at + 12))).toBe(false)
  })

  test('the file is not touched when it may not be, and nothing is printed for one that was written', async () => {
    const host = fakeHost({ now: NOW, files: { 'key.txt': keyOf({}) }, unwritable: ['license.ics'] })
    expect(await run(['reminders', 'file:key.txt', '--ics', 'license.ics'], host)).toBe(2)
    expect(host.kept.has('license.ics')).toBe(false)
  })

  test('whatever a license says of itself, it adds no line and no entry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (one, two) => {
        const dated: Dated = {
          kind: 'expiry',
          at: NOW,
          uid: 'lic-000000000000-expiry',
          title: says`AxonFlow license of ${one}: it expires`,
          event: visible(two),
          says: says`from then on ${two}`,
          alarms: [0, DAY],
        }
        const calendar = calendarOf([dated, { ...dated, uid: 'lic-000000000000-after' }], NOW)
        expect(lineFaults(calendar)).toEqual([])
        expect(read(calendar).map(({ title, says }) => [title, says])).toEqual([
          [dated.title, dated.says],
          [dated.title, dated.says],
        ])
      }),
    )
  })
})

test('a boundary one millisecond after a second is told by the second', () => {
  const [only] = datesOf({
    productName: 'Toy',
    reminders: [],
    verdict: {
      kind: 'unproved',
      now: NOW,
      key: { expires: instantAt(NOW + DAY), tier: null, identity: null, fingerprint: 'abc' },
      timeline: [
        { name: 'active', from: 'always', state: 'alive', says: {} },
        {
          name: 'over',
          from: instantAt(NOW + DAY + 1),
          state: 'over',
          says: { running: visible('stops'), starting: visible('refuses') },
        },
      ],
    } as unknown as Parameters<typeof datesOf>[0]['verdict'],
  })
  expect([only?.kind, toIso(only?.at ?? NOW)]).toEqual(['expiry', '2026-11-24T12:00:00Z'])
  expect(only?.says).toBe(
    'from then on: running: stops; starting: refuses (nobody could check who made this key); fingerprint abc',
  )
})
