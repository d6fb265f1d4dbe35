import { type Finding, warning } from '../../model/finding.ts'
import type { Planned } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Draft } from '../target.ts'
import type { AwsInFlight } from './in-flight.ts'
import { CURRENT, holderOf, PENDING } from './labels.ts'
import { byLic } from './lic-command.ts'
import { STANDS, staleServices, tidy, whyNoLabels } from './resumption.ts'
import type { AwsSight } from './sight.ts'
import type { AwsStep } from './steps.ts'
import { since } from './under-way.ts'

/** Labels only: what is live stays live, what tasks hold they keep, and every archive label stays. */
export function abandonment(seen: AwsSight): Draft<AwsStep> {
  const { inFlight } = seen
  if (inFlight === null) return nothing(seen)
  return {
    head: [
      {
        label: 'in flight',
        value: says`a rotation that began ${own(since(inFlight))}: ${own(STANDS[inFlight.stand])}`,
      },
      { label: 'stays', value: whatStays(seen, inFlight) },
    ],
    steps: [...tidy(seen), ...letGo(inFlight), ...marking(inFlight)],
    refusals: whyNoLabels(seen),
    warnings: mixed(seen, inFlight),
  }
}

/** Nothing holds the lock; what dead runs left lying about is taken away. */
export function nothing(seen: AwsSight): Draft<AwsStep> {
  const live = holderOf(seen.secret?.stages ?? {}, CURRENT)
  const value = says`nothing is in flight: no version has ${PENDING}; ${CURRENT} is on ${live === null ? 'no version' : `version ${live}`}`
  return { head: [{ label: 'note', value }], steps: tidy(seen), refusals: whyNoLabels(seen), warnings: [] }
}

const KEEPS = { none: says`whoever still works on this rotation has no lock from then on` }

const letGo = ({ version, run }: AwsInFlight): readonly Planned<AwsStep>[] => [
  {
    id: 'unlock',
    effect: 'prepares',
    step: { do: 'unlock' },
    says: says`take ${PENDING} off version ${version}`,
    undo: KEEPS,
  },
  ...(run === null
    ? []
    : [
        {
          id: 'release-run',
          effect: 'prepares',
          step: { do: 'release-run' },
          says: says`take ${run.label} off it`,
          undo: { none: says`nothing reads it` },
        } as const,
      ]),
]

/** Its key is AWSPREVIOUS: without a mark the next rotation would archive it, and a rollback choose it. */
const marking = ({ stand, marked, version }: AwsInFlight): readonly Planned<AwsStep>[] =>
  stand !== 'taken-back' || marked
    ? []
    : [
        {
          id: 'mark-failed',
          effect: 'prepares',
          step: { do: 'mark-failed' },
          says: says`label version ${version} as failed, so that no rollback chooses it`,
          undo: { none: says`nothing reads it but lic rollback` },
        },
      ]

/** What is live, and what tasks may hold, in so many words. */
export function whatStays(seen: AwsSight, { stand, version }: AwsInFlight): Shown {
  const live = holderOf(seen.secret?.stages ?? {}, CURRENT) ?? ''
  const stale = staleServices(seen).join(', ')
  switch (stand) {
    case 'staged':
      return says`${CURRENT} is on version ${live}, the old key, and every task holds that; the new key in version ${version} was never live`
    case 'promoted':
      return stale === ''
        ? says`${CURRENT} is on version ${version}, the new key, and every task holds it`
        : says`${CURRENT} is on version ${version}, the new key; tasks of ${stale} may still hold the old one`
    case 'taken-back':
      return stale === ''
        ? says`${CURRENT} is on version ${live}, the old key, and every task holds it`
        : says`${CURRENT} is on version ${live}, the old key; tasks of ${stale} may still hold the new one`
    case 'moved-on':
      return says`${CURRENT} is on version ${live}, by somebody else's doing; nothing tells which key each task holds`
  }
}

/** What a rotation that is let be leaves unfinished. */
export function mixed(seen: AwsSight, inFlight: AwsInFlight): readonly Finding[] {
  const { stand } = inFlight
  const stale = staleServices(seen)
  if (stale.length === 0 || (stand !== 'promoted' && stand !== 'taken-back')) return []
  const place = { region: seen.region, profile: seen.ref.profile }
  const { redeploy, rollback } = byLic(seen.ref, place)
  const [live, other] = stand === 'promoted' ? ['new', 'old'] : ['old', 'new']
  return [
    warning(
      'rotation.mixed',
      says`two keys are left behind: the ${live} one is live, and tasks of ${stale.join(', ')} may hold the ${other} one until they are replaced`,
      says`to have every task hold the ${live} key: ${own(redeploy)}`,
      ...(stand === 'promoted'
        ? [says`or, once the labels are off, go back to the newest archived key: ${own(rollback)}`]
        : []),
    ),
  ]
}
