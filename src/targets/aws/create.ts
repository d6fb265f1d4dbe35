import type { SecretFacts } from '../../host/aws-api.ts'
import type { Finding } from '../../model/finding.ts'
import type { Planned } from '../../model/plan.ts'
import { own, says } from '../../model/visible.ts'
import { CURRENT } from './labels.ts'
import type { AwsRef } from './ref.ts'
import type { AwsSight } from './sight.ts'
import type { AwsStep } from './steps.ts'

/**
 * What `--create` has to make. A secret that was made without a value gets its first version; one with an empty
 * value, or whose versions have lost AWSCURRENT, was somebody's doing and stays refused.
 */
export function createsWhat(
  { create, secret: id }: Pick<AwsRef, 'create' | 'secret'>,
  secret: SecretFacts | null,
  refusals: readonly Finding[],
): AwsSight['creates'] {
  if (!create) return null
  const refused = (code: Finding['code']) => refusals.some((one) => one.code === code)
  if (secret === null) return refused('secret.missing') && !id.startsWith('arn:') ? 'secret' : null
  return refused('secret.no-current') && Object.keys(secret.stages).length === 0 ? 'version' : null
}

/** Without what the plan itself mends. */
export function stillRefused(
  refusals: readonly Finding[],
  creates: AwsSight['creates'],
  { via }: Pick<AwsRef, 'via'>,
): readonly Finding[] {
  if (creates !== null)
    return refusals.filter(({ code }) => code !== 'secret.missing' && code !== 'secret.no-current')
  if (via !== 'value') return refusals
  return refusals.map((one) =>
    one.code === 'secret.missing' ? { ...one, hints: [...one.hints, WITH_A_SECRET] } : one,
  )
}

const WITH_A_SECRET = says`a key kept nowhere but in task definitions could not be rotated again: --create --via task-definition makes the secret, and has it read`

/** Only one can create it: that is the lock of such a plan. */
export function creation({ ref, creates, moving, services }: AwsSight): Planned<AwsStep> {
  const readers = services.length - moving.length
  const name = own(says`secret ${ref.secret}`)
  return {
    id: 'create',
    // Services that name it already start tasks with it from then on; others do not know of it.
    effect: readers > 0 ? 'changes' : 'prepares',
    step: { do: 'create' },
    says:
      creates === 'secret'
        ? says`create ${name} with the new key as its first version, unless somebody else does before`
        : says`put the new key as the first version of ${name}; Secrets Manager makes it ${CURRENT}`,
    undo: {
      none:
        readers > 0
          ? says`services read this secret, and without it their new tasks would not start at all`
          : creates === 'secret'
            ? says`a secret that nothing reads does no harm, and deleting it would block its name for days`
            : says`nothing read the secret before, and a first version cannot be taken off it`,
    },
  }
}
