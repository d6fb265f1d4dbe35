import { DAY, type Instant, instantAt } from '../../../model/instant.ts'
import { countOf, type Fields, fieldsListOf, flagOf, needText, page, textOf, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { showTags } from '../tags.ts'
import { seconds, type World } from '../world.ts'
import { liveSecret, needSecret, needVersion } from './find.ts'
import { labelsOn, type Secret } from './nouns.ts'

const ID = { min: 1, max: 2048 }

export function getSecretValue(world: World, fields: Fields): Fields {
  const secret = liveSecret(world, needText(fields, 'SecretId', ID))
  const version = needVersion(
    secret,
    textOf(fields, 'VersionId', { min: 32, max: 64 }),
    textOf(fields, 'VersionStage', { min: 1, max: 256 }),
  )
  version.accessed = secret.accessed = dayOf(world.now)
  const { kind, text } = version.content
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...(kind === 'string' ? { SecretString: text } : { SecretBinary: text }),
    VersionStages: labelsOn(secret, version.id),
    CreatedDate: seconds(version.created),
  }
}

const MOST_IDS = 20

/** Of those that cannot be read, an error each, as AWS does; filters are not known here. */
export function batchGetSecretValue(world: World, fields: Fields): Fields {
  const ids = textsOf(fields, 'SecretIdList') ?? []
  if (ids.length === 0 || ids.length > MOST_IDS)
    throw new Refusal('InvalidParameterException', `SecretIdList must have 1 to ${MOST_IDS} entries.`)
  const SecretValues: Fields[] = []
  const Errors: Fields[] = []
  for (const id of ids) {
    try {
      SecretValues.push(getSecretValue(world, { SecretId: id }))
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown
      Errors.push({ SecretId: id, ErrorCode: thrown.type, Message: thrown.message })
    }
  }
  return { SecretValues, Errors }
}

export function describeSecret(world: World, fields: Fields): Fields {
  const secret = needSecret(world, needText(fields, 'SecretId', ID))
  return { ...facts(secret), VersionIdsToStages: stages(secret) }
}

export function listSecrets(world: World, fields: Fields): Fields {
  const all = world.secrets.filter(
    ({ deletion }) => !deletion || flagOf(fields, 'IncludePlannedDeletion') === true,
  )
  const filters = fieldsListOf(fields, 'Filters') ?? []
  const matching = all.filter((secret) => filters.every((filter) => matches(secret, filter)))
  const { items, next } = page(matching, textOf(fields, 'NextToken'), sizeOf(fields), badToken())
  return {
    SecretList: items.map((secret) => ({ ...facts(secret), SecretVersionsToStages: stages(secret) })),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

/** Filters by name only (a prefix, as AWS does); others match everything. */
function matches(secret: Secret, filter: Fields): boolean {
  const values = textsOf(filter, 'Values') ?? []
  return textOf(filter, 'Key') !== 'name' || values.some((value) => secret.name.startsWith(value))
}

export function listSecretVersionIds(world: World, fields: Fields): Fields {
  const secret = needSecret(world, needText(fields, 'SecretId', ID))
  const withUnlabelled = flagOf(fields, 'IncludeDeprecated') === true
  const all = secret.versions.filter(({ id }) => withUnlabelled || labelsOn(secret, id).length > 0)
  const { items, next } = page(all, textOf(fields, 'NextToken'), sizeOf(fields), badToken())
  return {
    ARN: secret.arn,
    Name: secret.name,
    Versions: items.map(({ id, created, accessed, kmsKey = secret.kmsKey ?? 'DefaultEncryptionKey' }) => {
      const labels = labelsOn(secret, id)
      return {
        VersionId: id,
        ...(labels.length > 0 ? { VersionStages: labels } : {}),
        ...(accessed === null ? {} : { LastAccessedDate: seconds(accessed) }),
        CreatedDate: seconds(created),
        KmsKeyIds: [kmsKey],
      }
    }),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

const sizeOf = (fields: Fields): number => countOf(fields, 'MaxResults', { min: 1, max: 100 }) ?? 100
const badToken = () => new Refusal('InvalidNextTokenException', 'The NextToken value is invalid.')

/** Access is known to the day. */
const dayOf = (when: Instant): Instant => instantAt(Math.floor(when / DAY) * DAY)

function stages(secret: Secret): Fields {
  const entries = secret.versions
    .map(({ id }) => [id, labelsOn(secret, id)] as const)
    .filter(([, labels]) => labels.length > 0)
  return Object.fromEntries(entries)
}

/** Only fields that have a value, as Secrets Manager answers. */
function facts(secret: Secret): Fields {
  const { description, kmsKey, rotationEnabled, owningService, primaryRegion, accessed, deletion } = secret
  const copies = secret.replicas?.map((Region) => ({ Region, Status: 'InSync' }))
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(description === null ? {} : { Description: description }),
    ...(kmsKey === null ? {} : { KmsKeyId: kmsKey }),
    ...(rotationEnabled === null ? {} : { RotationEnabled: rotationEnabled }),
    ...(owningService === null ? {} : { OwningService: owningService }),
    ...(primaryRegion === null ? {} : { PrimaryRegion: primaryRegion }),
    ...(copies === undefined ? {} : { ReplicationStatus: copies }),
    ...(secret.tags.length === 0 ? {} : { Tags: showTags(secret.tags, 'Key') }),
    ...(accessed === null ? {} : { LastAccessedDate: seconds(accessed) }),
    ...(deletion === null ? {} : { DeletedDate: seconds(deletion.asked) }),
    LastChangedDate: seconds(secret.changed),
    CreatedDate: seconds(secret.created),
  }
}
