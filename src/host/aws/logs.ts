import type { CloudWatchLogsClient, FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import type { LogFound, LogsApi } from '../aws-api.ts'
import { type Calls, instantOf } from './calls.ts'

/** What one search may take: pages may be empty for as long as the service likes. */
export const PAGES_A_SEARCH = 5
const EVENTS_A_PAGE = 20
const LONGEST_MS = 15_000

/** @param clientIn of a Region; null: the one of the other clients */
export function logsApi(
  clientIn: (region: string | null) => Promise<CloudWatchLogsClient>,
  calls: Calls,
): LogsApi {
  return {
    find: async ({ group, region, stream, phrase, from, until }) => {
      const { FilterLogEventsCommand } = await import('./sdk-logs.ts')
      const client = await clientIn(region)
      const wanted = {
        logGroupName: group,
        logStreamNames: [stream],
        filterPattern: `"${phrase}"`,
        limit: EVENTS_A_PAGE,
        ...(from === null ? {} : { startTime: from }),
        ...(until === null ? {} : { endTime: until }),
      }
      const began = performance.now()
      const events: FilteredLogEvent[] = []
      let token: string | undefined
      for (let page = 1; ; page++) {
        const answer = await calls.read('FilterLogEvents', group, 'events', () =>
          client.send(
            new FilterLogEventsCommand({ ...wanted, ...(token === undefined ? {} : { nextToken: token }) }),
          ),
        )
        events.push(...(answer.events ?? []))
        const next = answer.nextToken ?? ''
        const found = { events: events.map(eventFacts) }
        if (next === '') return { ...found, whole: true }
        if (next === token || page === PAGES_A_SEARCH || performance.now() - began > LONGEST_MS)
          return { ...found, whole: false }
        token = next
      }
    },
  }
}

const eventFacts = ({ timestamp, message }: FilteredLogEvent): LogFound['events'][number] => ({
  at: instantOf(timestamp === undefined ? undefined : new Date(timestamp)),
  text: message ?? '',
})
