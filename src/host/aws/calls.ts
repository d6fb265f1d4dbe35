import { type Instant, instantAt } from '../../model/instant.ts'
import { type AwsCall, AwsTrouble } from '../aws-api.ts'
import { troubleOf } from './trouble.ts'

/**
 * One call of one service, told to `--debug`, its trouble in our words. `holds` is a field that every true
 * answer has: the SDK takes any JSON for one, a proxy's login page in JSON too.
 */
export interface Calls {
  read<T extends object>(action: string, resource: string, holds: keyof T, send: () => Promise<T>): Promise<T>
  /** Sent once; again only after the service said that it did nothing because it was busy. */
  write<T extends object>(
    action: string,
    resource: string,
    holds: keyof T,
    send: () => Promise<T>,
  ): Promise<T>
}

const PAUSES = [250, 500, 1000, 2000]

export function callsOf(service: string, onCall: ((call: AwsCall) => void) | undefined): Calls {
  const once = async <T extends object>(
    action: string,
    resource: string,
    holds: keyof T,
    wrote: boolean,
    send: () => Promise<T>,
  ): Promise<T> => {
    const began = performance.now()
    const tell = (outcome: AwsCall['outcome']) =>
      onCall?.({ action: `${service}:${action}`, milliseconds: performance.now() - began, outcome })
    try {
      const answer = await send()
      if (answer[holds] === undefined)
        throw new AwsTrouble('garbled', `${service}:${action}`, resource, 'NoAnswer', '', wrote)
      tell('ok')
      return answer
    } catch (thrown) {
      const trouble = troubleOf(thrown, `${service}:${action}`, resource, wrote)
      tell(trouble.reason)
      throw trouble
    }
  }
  return {
    read: (action, resource, holds, send) => once(action, resource, holds, false, send),
    write: async (action, resource, holds, send) => {
      for (const pause of PAUSES) {
        try {
          return await once(action, resource, holds, true, send)
        } catch (thrown) {
          if (!(thrown instanceof AwsTrouble) || thrown.reason !== 'throttled') throw thrown
          await new Promise((resolve) => setTimeout(resolve, pause))
        }
      }
      return once(action, resource, holds, true, send)
    },
  }
}

export const instantOf = (date: Date | undefined): Instant | null =>
  date === undefined || Number.isNaN(date.getTime()) ? null : instantAt(date.getTime())

interface Dated {
  readonly $metadata: { readonly date?: string }
}

/** The server's own time, whole seconds: what happened, happened in the second after it. */
export function dateOf(answer: object): Instant {
  const { date } = (answer as Dated).$metadata
  const at = date === undefined ? Number.NaN : Date.parse(date)
  return instantAt(Number.isNaN(at) ? Date.now() : at)
}

interface Result {
  readonly output?: object
  readonly response: unknown
}

/** Keeps the `Date` header on the answer, which the SDK would drop. */
export const keepDate =
  <I, R extends Result>(next: (input: I) => Promise<R>) =>
  async (input: I): Promise<R> => {
    const result = await next(input)
    const { headers } = result.response as { headers?: Record<string, string> }
    const { $metadata } = (result.output ?? {}) as { $metadata?: { date?: string } }
    if ($metadata !== undefined && headers?.date !== undefined) $metadata.date = headers.date
    return result
  }
