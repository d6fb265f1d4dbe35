import { error, type Finding, warning } from '../../model/finding.ts'
import type { AccountState } from '../../model/runtime-word.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { Heartbeat, Rules } from '../product.ts'

/** Sources: AlphaAgent docs, Licensing and telemetry; console, License keys. */
export const REVOKED: Finding = error(
  'key.account-revoked',
  says`revoked: KILLED as soon as the Console answers so, without waiting for 24 hours`,
  says`running: agent traffic is answered with HTTP 451`,
  says`activating alone does not help: what a revoked license needs is not published, so ask in the Console why, and whether it is reinstated`,
  says`reinstated, it is activated again from the same host, with the same License Token; another license has its own token`,
)

const DELINQUENT: Finding = warning(
  'key.account-delinquent',
  says`delinquent: banners, and new usage is not accepted for billing; alone it stops nothing, only missing heartbeats do`,
  says`pay, or have the vendor look at the bill: nothing has to be activated again`,
)

const NONE: readonly Finding[] = []

/** Whether what a deployment says is about another license. @param id null where it cannot be told from the secret */
export const isOther = ({ live }: Heartbeat, id: string | null): boolean =>
  live !== undefined && live.license !== null && id !== null && live.license !== id

/** What is known of the account of a license: somebody said so, or the deployment that runs on it. */
export const isSaid = (state: AccountState, heartbeat: Heartbeat, id: string | null): boolean =>
  heartbeat.account?.includes(state) === true ||
  (!isOther(heartbeat, id) && heartbeat.live?.account.includes(state) === true)

/** What an account does that stops nothing. */
export const weighAccount = ({ heartbeat }: Rules, id: string | null): readonly Finding[] =>
  heartbeat !== undefined && isSaid('delinquent', heartbeat, id) ? [DELINQUENT] : NONE

/** What it takes to be activated again, by the reason that Studio gives; whose names are inferred. */
export const reactivation = (reason: string | null): readonly Shown[] =>
  HELPS.find(([name]) => name === reason?.toLowerCase())?.[1] ?? [
    says`look at the deployment's diagnostics for the reason, then activate again from the same host, with the same License Token`,
  ]

const HELPS: readonly (readonly [string, readonly Shown[]])[] = [
  [
    'no_heartbeat',
    [
      says`make the Console reachable from this deployment, then activate again from the same host, with the same License Token`,
    ],
  ],
  [
    'not_authentic',
    [
      says`the Console does not take its messages for genuine: give it the License Token of this license, whole, then activate again`,
    ],
  ],
  [
    'other_host',
    [
      says`the license is active on another host, and the Console refuses this one: activate on that host, or make a license for this one`,
    ],
  ],
  ['not_activated', [says`it was never activated: activate it on this host, with the Console reachable`]],
]
