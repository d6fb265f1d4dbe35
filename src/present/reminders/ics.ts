import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import { type Instant, SECOND } from '../../model/instant.ts'
import type { Dated } from './dates.ts'

/** A calendar with an entry for each date, in UTC. Source: RFC 5545. @param now when it is made */
export function calendarOf(dates: readonly Dated[], now: Instant): string {
  const made = new Date(now)
  const calendar = ical({
    prodId: { company: 'lic', product: 'reminders', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const { uid, at, title, says, alarms } of dates)
    calendar.createEvent({
      id: uid,
      start: new Date(at),
      stamp: made,
      lastModified: made,
      summary: title,
      description: says,
      transparency: ICalEventTransparency.TRANSPARENT,
      alarms: alarms.map((before) => ({
        type: ICalAlarmType.display,
        trigger: before / SECOND,
        description: title,
      })),
    })
  return `${calendar.toString().trimEnd()}\r\n`
}
