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
  tick(next: Instant): Promise<void>
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
    const next = nextLook(began, host.now(), interval)
    if (until !== null && next > until) return last
    await waitUntil(next, host, course)
  }
  return last
}

/** Looks never overlap: one that took longer than the interval leaves out those that it lasted through. */
function nextLook(began: Instant, now: Instant, interval: number): Instant {
  const beats = Math.ceil((now - began) / interval)
  return after(began, Math.max(1, beats) * interval)
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
  { interval, stop, tick }: Course,
): Promise<void> {
  let at = next
  while (!stop.aborted) {
    const now = host.now()
    // A clock that was set back must not make this wait until it has caught up.
    if (at - now > interval) at = after(now, interval)
    const left = at - now
    if (left <= 0) return
    await tick(at)
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
