import { error, warning } from '../../model/finding.ts'
import { after, DAY, distance, type Instant, MINUTE, toIso } from '../../model/instant.ts'
import type { Phase, Timeline } from '../../model/timeline.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { Heartbeat } from '../product.ts'

type Thresholds = NonNullable<Heartbeat['thresholds']>

/**
 * Heartbeats come about every five minutes, and the kill-switch trips after about 24 hours without a verified one.
 * Where WARN and UNHEALTHY begin is not published: two and six heartbeats are inferred.
 * Source: AlphaAgent docs, Licensing and telemetry.
 */
const USUAL: Thresholds = { warn: 10 * MINUTE, unhealthy: 30 * MINUTE, killed: DAY }

const FULL = { running: 'full', starting: 'full' } as const
const REFUSED = { running: 'refused', starting: 'refused' } as const
const KILLED = {
  running: says`agent traffic is answered with HTTP 451; diagnostics and re-activation stay open`,
  starting: says`starts, and answers 451 until it is activated again`,
}

/** `OK`, `WARN`, `UNHEALTHY`, `KILLED`, counted from the last verified heartbeat; null where nobody said when that was. */
export function timelineOf(heartbeat: Heartbeat | undefined): Timeline | null {
  const last = heartbeat?.last ?? null
  if (last === null) return null
  const { warn, unhealthy, killed } = heartbeat?.thresholds ?? USUAL
  const [warns, ails, dies] = [after(last, warn), after(last, unhealthy), after(last, killed)]
  return [
    { name: 'OK', from: 'always', until: warns, state: 'alive', effect: FULL, says: running(says`works`) },
    {
      ...late('WARN', warns, ails),
      finding: warning('key.heartbeat-late', lateSays('WARN', last, dies), LOOK),
    },
    {
      ...late('UNHEALTHY', ails, dies),
      finding: warning('key.heartbeat-lost', lateSays('UNHEALTHY', last, dies), LOOK),
    },
    {
      name: 'KILLED',
      from: dies,
      until: 'forever',
      state: 'over',
      effect: REFUSED,
      says: KILLED,
      finding: error(
        'key.killed',
        says`KILLED: no verified heartbeat since ${toIso(last)}, and ${distance(killed)} are allowed`,
        says`running: agent traffic is answered with HTTP 451`,
        says`make the Console reachable from this deployment, then activate again from the same host, with the same License Token`,
      ),
    },
  ]
}

const LOOK = says`look whether this deployment reaches the Console: its proxy, DNS, egress rules and clock`

const lateSays = (state: string, last: Instant, dies: Instant): Shown =>
  says`${state}: the last verified heartbeat was at ${toIso(last)}; without another, KILLED from ${toIso(dies)} on`

const running = (what: Shown) => ({
  running: what,
  starting: says`activates, and works once a heartbeat is verified`,
})

const late = (name: 'WARN' | 'UNHEALTHY', from: Instant, until: Instant): Phase => ({
  name,
  from,
  until,
  state: 'alive',
  effect: FULL,
  says: running(says`works, and shows the status to operators`),
})
