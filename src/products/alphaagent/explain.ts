import { toIso } from '../../model/instant.ts'
import { ACCOUNT_STATES } from '../../model/runtime-word.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Heartbeat, Rules } from '../product.ts'
import { isSaid } from './account.ts'

/** What `inspect` adds in words. Source: AlphaAgent docs, Licensing and telemetry; console, License keys. */
export const explain = ({ heartbeat }: Rules, id: string | null) => [
  {
    label: 'what it runs on',
    says: says`a token has no date: what counts is the last verified heartbeat${own(givenBy(heartbeat))}`,
  },
  ...accountSaid(heartbeat, id),
  {
    label: 'states',
    says: heartbeat?.thresholds
      ? says`WARN, UNHEALTHY and KILLED as --heartbeat-limits says`
      : says`KILLED after about 24 hours, as published; WARN after 10 and UNHEALTHY after 30 minutes are inferred (--heartbeat-limits)`,
  },
  {
    label: 'delinquent',
    says: says`banners, and new usage is not accepted for billing; alone it stops nothing: heartbeats go on, and they decide`,
  },
  {
    label: 'revoked',
    says: says`KILLED at once, when the Console answers so or that the license is not authentic; no waiting for 24 hours`,
  },
  {
    label: 'activating again',
    says: says`from the same host fingerprint and with the same License Token; another host is rejected; what a revoked license needs is not published: ask in the Console`,
  },
  {
    label: 'where the secret lies',
    says: says`the Studio writes it to Secrets Manager itself, at activation: a token put there by hand bypasses that`,
  },
]

function givenBy(heartbeat: Heartbeat | undefined): Shown {
  const { last = null, live } = heartbeat ?? {}
  if (live === undefined)
    return last === null
      ? says`; give it with --last-heartbeat INSTANT, or name a running Studio with --health-url`
      : says`, as given with --last-heartbeat`
  const state = live.state === null ? says`` : says`, which says ${live.state}`
  const when = last === null ? says`, and there was none` : says` at ${toIso(last)}`
  return says`${own(when)}, as read from ${own(live.from)}${own(state)} (that it says so there is inferred)`
}

function accountSaid(heartbeat: Heartbeat | undefined, id: string | null) {
  const said = heartbeat === undefined ? [] : ACCOUNT_STATES.filter((state) => isSaid(state, heartbeat, id))
  return said.map((state) => ({
    label: 'account',
    says: heartbeat?.account?.includes(state)
      ? says`${state}, as given with --account-state`
      : says`${state}, as read from ${own(heartbeat?.live?.from ?? says``)}`,
  }))
}
