import { error, type Finding, warning } from '../../model/finding.ts'
import { after, DAY, distance, type Instant, instantAt, MINUTE, toIso } from '../../model/instant.ts'
import type { Phase, Timeline } from '../../model/timeline.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Heartbeat } from '../product.ts'
import { isOther, isSaid, REVOKED, reactivation } from './account.ts'

type Thresholds = NonNullable<Heartbeat['thresholds']>

/**
 * Heartbeats come about every five minutes, and the kill-switch trips after about 24 hours without a verified one.
 * Where WARN and UNHEALTHY begin is not published: two and six heartbeats are inferred.
 * Source: AlphaAgent docs, Licensing and telemetry.
 */
const USUAL: Thresholds = { warn: 10 * MINUTE, unhealthy: 30 * MINUTE, killed: DAY }

const STATES = ['OK', 'WARN', 'UNHEALTHY', 'KILLED'] as const
type State = (typeof STATES)[number]

/** A state by the word for it; null: it is none. */
export const stateNamed = (word: string): State | null =>
  STATES.find((state) => state === word.toUpperCase()) ?? null

const FULL = { running: 'full', starting: 'full' } as const
const REFUSED = { running: 'refused', starting: 'refused' } as const
const KILLED = {
  running: says`agent traffic is answered with HTTP 451; diagnostics and re-activation stay open`,
  starting: says`starts, and answers 451 until it is activated again`,
}

/**
 * `OK`, `WARN`, `UNHEALTHY`, `KILLED`, counted from the last verified heartbeat, and no better than a live deployment
 * said that it is; null where nobody said when that was. Revoked is KILLED whatever the time.
 *
 * @param id of the license; null where it cannot be told from the secret
 */
export function timelineOf(heartbeat: Heartbeat | undefined, id: string | null): Timeline | null {
  if (heartbeat === undefined) return null
  const { last, live } = heartbeat
  if (isSaid('revoked', heartbeat, id)) return [killed('always', REVOKED)]
  if (live !== undefined && isOther(heartbeat, id)) return inactive(live)
  const said = stateNamed(live?.state ?? '')
  if (last === null)
    return live !== undefined && said === 'KILLED' ? [killed('always', saysKilled(live))] : null
  const { warn, unhealthy, killed: longest } = heartbeat.thresholds ?? USUAL
  const byTime = after(last, longest)
  /** From when it was heard on it is no better than it said. */
  const from = (limit: number, state: State): Instant => {
    const there = live !== undefined && said !== null && STATES.indexOf(said) >= STATES.indexOf(state)
    return instantAt(Math.min(after(last, limit), there ? live.at : Number.POSITIVE_INFINITY))
  }
  const [warns, ails, ends] = [from(warn, 'WARN'), from(unhealthy, 'UNHEALTHY'), from(longest, 'KILLED')]
  const why = live !== undefined && ends === live.at ? saysKilled(live) : silent(last, longest)
  const rest = [
    {
      ...late('WARN', warns, ails),
      finding: warning('key.heartbeat-late', lateSays('WARN', last, byTime), LOOK),
    },
    {
      ...late('UNHEALTHY', ails, ends),
      finding: warning('key.heartbeat-lost', lateSays('UNHEALTHY', last, byTime), LOOK),
    },
    killed(ends, why),
  ].filter((phase) => phase.from !== phase.until)
  return [
    { name: 'OK', from: 'always', until: warns, state: 'alive', effect: FULL, says: running(says`works`) },
    ...rest,
  ]
}

const killed = (from: Phase['from'], finding: Finding): Phase => ({
  name: 'KILLED',
  from,
  until: 'forever',
  state: 'over',
  effect: REFUSED,
  says: KILLED,
  finding,
})

const silent = (last: Instant, longest: number): Finding =>
  error(
    'key.killed',
    says`KILLED: no verified heartbeat since ${toIso(last)}, and ${distance(longest)} are allowed`,
    says`running: agent traffic is answered with HTTP 451`,
    says`make the Console reachable from this deployment, then activate again from the same host, with the same License Token`,
  )

function saysKilled({ from, reason }: NonNullable<Heartbeat['live']>): Finding {
  const what = reason === null ? says`` : says` (${reason})`
  return error(
    'key.killed',
    says`KILLED: ${own(from)} says so itself${own(what)}`,
    says`running: agent traffic is answered with HTTP 451`,
    ...reactivation(reason),
  )
}

/** A license that is not the one that runs there. */
const inactive = ({ from, license }: NonNullable<Heartbeat['live']>): Timeline => [
  {
    name: 'inactive',
    from: 'always',
    until: 'forever',
    state: 'alive',
    effect: FULL,
    says: {
      running: says`nothing runs on it: it is inactive until Studio activates it`,
      starting: says`activates, and works once a heartbeat is verified`,
    },
    finding: error(
      'key.not-active',
      says`${own(from)} runs on the license ${license ?? ''}, not on this one: its heartbeats say nothing of this one`,
      says`a license is inactive until Studio activates it, and the Console then refuses any other host`,
    ),
  },
]

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
