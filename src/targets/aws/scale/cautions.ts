import type { ScalableFacts, ServiceFacts } from '../../../host/aws-api.ts'
import { error, type Finding, warning } from '../../../model/finding.ts'
import { own, says } from '../../../model/visible.ts'
import { byStack, itsParameters } from '../ownership.ts'
import { awsCommand } from '../shell.ts'
import type { Change, ScaleSight } from './sight.ts'

interface Found {
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
}

const asWarning = (finding: Finding): Finding => ({ ...finding, severity: 'warning' })

/**
 * What stands in the way beside the limit. To run fewer is what helps where something is wrong already: what would
 * refuse more is only said there.
 */
export function besides(seen: ScaleSight, changes: readonly Change[], keyDoubts: readonly Finding[]): Found {
  const up = changes.some(({ from, to }) => to > from)
  const of = changes.flatMap((change) => {
    const service = seen.services.find(({ name }) => name === change.service)
    return service === undefined ? [] : [{ change, service }]
  })
  const doubts = [
    ...seen.unreadable,
    ...keyDoubts,
    ...of.flatMap(({ service }) => seen.deploying.get(service.name) ?? []),
  ]
  return {
    refusals: [
      ...(changes.length > 0 && seen.underWay !== null ? [seen.underWay] : []),
      ...of.flatMap(({ service }) => daemon(service)),
      ...of.flatMap((one) => outside(seen, one)),
      ...(up ? doubts : []),
    ],
    warnings: [
      ...(up ? [] : doubts.map(asWarning)),
      ...(up ? of.flatMap(({ service }) => seen.miswired.get(service.name) ?? []).map(asWarning) : []),
      ...of.flatMap(({ service }) => elsewhere(service)),
      ...of.flatMap((one) => within(seen, one)),
      ...setBack(
        seen,
        of.map(({ service }) => service),
      ),
      ...of.flatMap(({ change }) => toNothing(change)),
    ],
  }
}

interface Meant {
  readonly change: Change
  readonly service: ServiceFacts
}

function daemon({ name, scheduling }: ServiceFacts): readonly Finding[] {
  if (scheduling !== 'DAEMON') return []
  return [
    error(
      'scale.daemon',
      says`service ${name} runs one task on every machine of the cluster (DAEMON), and has no desired count`,
      says`change the number of machines instead`,
    ),
  ]
}

const ofScaling = ({ scalables }: ScaleSight, { service }: Meant): ScalableFacts | undefined =>
  scalables.find((one) => one.service === service.name)

const bounds = ({ least, most }: ScalableFacts) => own(says`between ${least} and ${most}`)

/** Whatever scales the service brings a count beyond its bounds back within them. */
function outside(seen: ScaleSight, meant: Meant): readonly Finding[] {
  const scalable = ofScaling(seen, meant)
  const { to, service } = meant.change
  if (scalable === undefined || scalable.suspended) return []
  if (scalable.least <= to && to <= scalable.most) return []
  const { ref, region } = seen
  const register = awsCommand(
    { region, profile: ref.profile },
    ...['application-autoscaling', 'register-scalable-target', '--service-namespace', 'ecs'],
    ...['--scalable-dimension', 'ecs:service:DesiredCount'],
    ...['--resource-id', `service/${ref.cluster.slice(ref.cluster.lastIndexOf('/') + 1)}/${service}`],
    ...(to < scalable.least ? ['--min-capacity', String(to)] : ['--max-capacity', String(to)]),
  )
  return [
    error(
      'scale.auto-scaling',
      says`Application Auto Scaling keeps service ${service} ${bounds(scalable)}, and would not leave it at ${to}`,
      says`change its bounds first, then run this again: ${own(register)}`,
    ),
  ]
}

function within(seen: ScaleSight, meant: Meant): readonly Finding[] {
  const scalable = ofScaling(seen, meant)
  if (scalable === undefined) return []
  const { service } = meant.change
  return [
    warning(
      'scale.scaled-by-itself',
      scalable.suspended
        ? says`Application Auto Scaling, suspended now, keeps service ${service} ${bounds(scalable)} once it is resumed`
        : says`Application Auto Scaling may change the count of service ${service} again at any time, ${bounds(scalable)}: it knows nothing of the license`,
      says`keep its most within what the license allows, together with the other services`,
    ),
  ]
}

/** ECS takes another count there, too; what is deployed meanwhile is not seen from here. */
function elsewhere({ name, controller }: ServiceFacts): readonly Finding[] {
  if (controller === 'ECS') return []
  return [
    warning(
      'scale.controller',
      says`service ${name} is deployed by ${controller}: whether a deployment is in progress there is not seen from here`,
      says`look before that nobody deploys it now`,
    ),
  ]
}

/** The count in a template is written again whenever its stack changes the service. */
const setBack = ({ ref, region }: ScaleSight, services: readonly ServiceFacts[]): readonly Finding[] =>
  [...byStack(services)].map(([stack, names]) =>
    warning(
      'scale.cloudformation',
      says`CloudFormation stack ${stack} made ${names.join(', ')}: where its template says how many tasks run, its next update sets the count back to that`,
      says`give the stack the new count, too`,
      itsParameters(stack, { region, profile: ref.profile }),
    ),
  )

function toNothing({ service, to }: Change): readonly Finding[] {
  if (to > 0) return []
  return [
    warning(
      'scale.to-nothing',
      says`no task of ${service} will run: what it does stops until it is scaled up again`,
    ),
  ]
}
