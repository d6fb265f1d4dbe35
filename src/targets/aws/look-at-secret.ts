import { type Aws, AwsTrouble, type SecretFacts, type SecretValue } from '../../host/aws-api.ts'
import { error, type Finding } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { own, says } from '../../model/visible.ts'
import { missing, withoutCurrent } from './absent.ts'
import { CURRENT, holderOf } from './labels.ts'
import { awsCommand, type Place } from './shell.ts'

interface SecretSeen {
  readonly secret: SecretFacts | null
  readonly value: SecretValue | null
  /** why it cannot be read as it should */
  readonly refusals: readonly Finding[]
  /** why it must not be written */
  readonly obstacles: readonly Finding[]
}

/** Reads a secret and says what about it stands in the way of putting another key into it. */
export async function lookAtSecret(aws: Aws, id: string, place: Place): Promise<SecretSeen> {
  const { secret, value } = await bothReads(aws, id)
  if (secret === null) {
    return { secret: null, value: null, refusals: [missing(id, place)], obstacles: [] }
  }
  const refusals = [...unreadable(secret, place)]
  const gone = secret.deleted !== null || holderOf(secret.stages, CURRENT) === null
  if (!gone && value === null) refusals.push(withoutCurrent(secret, place))
  if (value?.text === null)
    refusals.push(
      error(
        'secret.binary',
        says`secret ${secret.name} is binary; a license key is text`,
        says`name the secret that holds the key with --secret`,
      ),
    )
  if (value?.text === '')
    refusals.push(
      error(
        'secret.empty',
        says`secret ${secret.name} is empty: nothing tells how a key should stand in it`,
        says`put the first key in by hand, then rotate`,
      ),
    )
  return { secret, value, refusals, obstacles: [...obstacles(secret, place)] }
}

/** Where AWSCURRENT moves between the two reads, it is not known when it did: that proves no task young. */
async function bothReads(aws: Aws, id: string): Promise<Pick<SecretSeen, 'secret' | 'value'>> {
  const secret = await found(aws.secrets.describe(id))
  const holder = secret === null ? null : holderOf(secret.stages, CURRENT)
  if (secret === null || secret.deleted !== null || holder === null) return { secret, value: null }
  const value = await found(aws.secrets.get(secret.arn, { stage: CURRENT }))
  return { secret: value?.version === holder ? secret : { ...secret, changed: null }, value }
}

async function found<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble && thrown.reason === 'not-found') return null
    throw thrown
  })
}

function* unreadable(secret: SecretFacts, place: Place): Generator<Finding> {
  const name = own(says`secret ${secret.name}`)
  const { deleted, stages } = secret
  if (deleted !== null)
    yield error(
      'secret.deleted',
      says`${name} was deleted at ${toIso(deleted)} and waits to be removed`,
      says`bring it back: ${own(awsCommand(place, 'secretsmanager', 'restore-secret', '--secret-id', secret.name))}`,
    )
  else if (holderOf(stages, CURRENT) === null) yield withoutCurrent(secret, place)
}

function* obstacles(secret: SecretFacts, place: Place): Generator<Finding> {
  const name = own(says`secret ${secret.name}`)
  const { primaryRegion, owningService } = secret
  const { region } = place
  if (primaryRegion !== null && primaryRegion !== region)
    yield error(
      'secret.replica',
      says`${name} in ${region} is a replica of the one in ${primaryRegion}, and read-only`,
      says`run this with --region ${primaryRegion}`,
    )
  if (secret.rotationEnabled)
    yield error(
      'secret.rotation-enabled',
      says`${name} is rotated by Secrets Manager itself, which would put another value over the key`,
      says`turn that off: ${own(awsCommand(place, 'secretsmanager', 'cancel-rotate-secret', '--secret-id', secret.name))}`,
    )
  if (owningService !== null)
    yield error(
      'secret.owned',
      says`${name} belongs to the AWS service ${owningService}, which manages it`,
      says`keep the license in a secret of your own: lic rotate SOURCE --create --secret NAME`,
    )
}
