import { error, type Finding, warning } from '../../model/finding.ts'
import type { Planned, UndoStep } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { futureArn } from './future-arn.ts'
import type { Via } from './ref.ts'
import type { AwsSight, Moving } from './sight.ts'
import type { AwsStep, Side } from './steps.ts'
import { familyOf, revisionName } from './task-definition.ts'

/** `a`, `a and b`, `a, b and c` */
export const list = (names: readonly string[]): Shown =>
  says`${names.join(', ').replace(/, (?=[^,]*$)/, ' and ')}`

const each = (names: readonly string[]): readonly string[] => [...new Set(names)]

/** Services that go to a revision of their own, and those that are only deployed again. */
export function parted(names: readonly string[], { moving }: Pick<AwsSight, 'moving'>) {
  const moves = (name: string) => moving.some(({ service }) => service === name)
  return { moved: names.filter(moves), others: names.filter((name) => !moves(name)) }
}

/** The step that makes the new revisions; none where nothing has to move. */
export function registering({ moving, ref }: AwsSight): readonly Planned<AwsStep>[] {
  if (moving.length === 0) return []
  const families = own(list(each(moving.map(({ from }) => familyOf(from)))))
  const variables = own(list(each(moving.flatMap((one) => one.variables.map(({ name }) => name)))))
  return [
    {
      id: 'register',
      effect: 'prepares',
      step: { do: 'register' },
      says:
        ref.via === 'value'
          ? says`register a revision of ${families} that holds the new key as the plain value of ${variables}; all else stays`
          : says`register a revision of ${families} that reads ${variables} from the secret, not from "environment"; all else stays`,
      undo: {
        none:
          ref.via === 'value'
            ? says`no service uses it by itself; but it keeps the new key for whoever may read task definitions`
            : says`a revision that no service uses does no harm`,
      },
    },
  ]
}

export const updating = (
  id: string,
  services: readonly string[],
  side: Side,
  via: Via | null,
  undo: Planned<AwsStep>['undo'],
): Planned<AwsStep> => ({
  id,
  effect: 'changes',
  step: { do: 'update', side, services },
  says: says`update ${own(list(services))} to the revision ${via === 'value' ? 'that holds it' : 'that reads the secret'}`,
  undo,
})

export function updatingBack(
  id: string,
  services: readonly string[],
  { moving }: AwsSight,
): UndoStep<AwsStep> {
  const back = moving.filter(({ service }) => services.includes(service))
  return {
    id,
    effect: 'changes',
    step: { do: 'update', side: 'old', services },
    says: says`update ${own(list(services))} back to ${own(list(each(back.map(({ from }) => revisionName(from)))))}, with the old key in ${back.length === 1 ? 'it' : 'them'}`,
  }
}

/** Tasks without an execution role could read no secret. */
export const movingRefusals = ({ moving, ref }: AwsSight): readonly Finding[] =>
  ref.via !== 'secret'
    ? []
    : moving
        .filter(({ executionRole }) => executionRole === null)
        .map(({ service, from }) =>
          error(
            'wiring.no-execution-role',
            says`service ${service}: its task definition ${revisionName(from)} has no execution role, and without one no task can read a secret`,
            says`give it one that may read the secret, or keep the key in it: --via task-definition:value`,
          ),
        )

/** What a new revision changes for others, and what cannot be seen from here. */
export function movingWarnings(seen: AwsSight): readonly Finding[] {
  const { moving, ref } = seen
  if (ref.via === null) return []
  if (moving.length === 0)
    return [
      warning(
        'wiring.nothing-to-move',
        says`no service holds the key as a plain value: --via changes nothing, each is redeployed as it is`,
      ),
    ]
  const names = own(list(moving.map(({ service }) => service)))
  return [
    ...(ref.via === 'value' ? [readable()] : rolesUnseen(seen, moving)),
    warning(
      'wiring.template',
      says`what these services are deployed from (a stack, a pipeline) still has the old key as a plain value: its next deployment brings that back (${names})`,
      says`change it there in the same way`,
    ),
  ]
}

const readable = (): Finding =>
  warning(
    'wiring.value-readable',
    says`the new revision holds the key as a plain value: everybody with ecs:DescribeTaskDefinition can read it, for as long as the revision exists`,
    says`to have it read from the secret instead: --via task-definition`,
  )

function rolesUnseen(
  { secret, ref, region, caller }: AwsSight,
  moving: readonly Moving[],
): readonly Finding[] {
  const resource = secret?.arn ?? `${futureArn(ref.secret, region, caller)}-??????`
  const roles = each(moving.flatMap(({ executionRole }) => executionRole ?? []))
  const kms = secret?.kmsKey != null ? says`, and kms:Decrypt on ${secret.kmsKey}` : says``
  return roles.map((role) =>
    warning(
      'wiring.execution-role',
      says`tasks will read the secret as ${role}, and whether it may cannot be seen from here`,
      says`it needs secretsmanager:GetSecretValue on ${resource}${own(kms)}`,
    ),
  )
}
