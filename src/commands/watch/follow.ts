import type { Host } from '../../host/host.ts'
import { after, type Instant, SECOND } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import type { Looked } from '../status/look-at.ts'

/** One look: what was seen, or why nothing was. */
export type Sighting =
  | { readonly at: Instant; readonly seen: Looked; readonly trouble: null }
  | { readonly at: Instant; readonly seen: null; readonly trouble: LicError }

export interface Course {
  /** milliseconds from one look to the next */
  readonly interval: number
  /** when the last look is taken; null: when somebody stops it */
  readonly until: Instant | null
  readonly stop: AbortSignal
  look(now: Instant): Promise<Looked>
  /** Whether this is enough. */
  each(sighting: Sighting): Promise<boolean>
  /** while nothing happens, once a second */
  tick(next: Instant): void
}

/** Looks again and again; resolves with the last sighting, null where it was stopped before there was one. */
export async function follow(host: Pick<Host, 'now' | 'sleep'>, course: Course): Promise<Sighting | null> {
  const { interval, until, stop } = course
  let last: Sighting | null = null
  while (!stop.aborted) {
    const began = host.now()
    const sighting = await unlessStopped(lookOnce(course, began), stop)
    if (sighting === null) return last
    last = sighting
    if (await course.each(sighting)) return last
    const next = after(began, interval)
    if (until !== null && next > until) return last
    await waitUntil(next, host, course)
  }
  return last
}

async function lookOnce({ look }: Course, at: Instant): Promise<Sighting> {
  try {
    return { at, seen: await look(at), trouble: null }
  } catch (thrown) {
    if (!(thrown instanceof LicError)) throw thrown
    return { at, seen: null, trouble: thrown }
  }
}

async function waitUntil(
  next: Instant,
  host: Pick<Host, 'now' | 'sleep'>,
  { stop, tick }: Course,
): Promise<void> {
  for (let left = next - host.now(); left > 0 && !stop.aborted; left = next - host.now()) {
    tick(next)
    await host.sleep(Math.min(left, SECOND), stop).catch((thrown: unknown) => {
      if (!stop.aborted) throw thrown
    })
  }
}

/** Null as soon as it is stopped, whatever is under way; nothing of it stays behind on the signal. */
async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | null> {
  let leave = () => {}
  const stopped = new Promise<null>((resolve) => {
    leave = () => resolve(null)
  })
  if (stop.aborted) leave()
  stop.addEventListener('abort', leave)
  try {
    return await Promise.race([work, stopped])
  } finally {
    stop.removeEventListener('abort', leave)
  }
}
