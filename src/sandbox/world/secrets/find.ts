import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import type { Secret, Version } from './nouns.ts'

const SUFFIX_LENGTH = '-AbCdEf'.length

/** By name, by ARN, or by an ARN without its six last characters. */
export function findSecret(world: World, id: string): Secret | undefined {
  return (
    world.secrets.find(({ arn }) => arn === id) ??
    world.secrets.find(({ name }) => name === id) ??
    world.secrets.find(({ arn }) => id.startsWith('arn:') && arn.slice(0, -SUFFIX_LENGTH) === id)
  )
}

export function needSecret(world: World, id: string): Secret {
  const secret = findSecret(world, id)
  if (!secret)
    throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  return secret
}

/** A secret that is not on its way out. */
export function liveSecret(world: World, id: string): Secret {
  const secret = needSecret(world, id)
  if (secret.deletion)
    throw new Refusal(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    )
  return secret
}

/** As GetSecretValue and the ECS agent look: by version, by label, by both, by neither (AWSCURRENT). */
export function needVersion(secret: Secret, version: string | undefined, stage: string | undefined): Version {
  const label = stage ?? (version === undefined ? 'AWSCURRENT' : undefined)
  const holder = label === undefined ? version : secret.labels.get(label)
  const found = secret.versions.find(({ id }) => id === holder)
  if (!found) throw noVersion(label === undefined ? `VersionId: ${version}` : `staging label: ${label}`)
  if (version !== undefined && version !== found.id)
    throw new Refusal(
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    )
  return found
}

const noVersion = (which: string): Refusal =>
  new Refusal(
    'ResourceNotFoundException',
    `Secrets Manager can't find the specified secret value for ${which}`,
  )
