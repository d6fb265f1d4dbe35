import { type Fields, needText, textOf, textsOf } from '../fields.ts'
import { arnSuffix } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { tagsOf } from '../tags.ts'
import { arn, type World } from '../world.ts'
import { findSecret, liveSecret } from './find.ts'
import { attach, move } from './labels.ts'
import { labelsOn, type Secret } from './nouns.ts'
import { addVersion, contentOf, knownAs, tokenInUse, tokenOf } from './versions.ts'

const ID = { min: 1, max: 2048 }
const VERSION = { min: 32, max: 64 }
const LABEL = { min: 1, max: 256 }

export function createSecret(world: World, fields: Fields): Fields {
  const name = needText(fields, 'Name', { min: 1, max: 512 })
  if (!/^[A-Za-z0-9/_+=.@-]+$/.test(name))
    throw new Refusal(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    )
  const content = contentOf(fields)
  const token = tokenOf(world, fields)
  const known = findSecret(world, name)
  if (known) return createdAgain(known, token, content)
  const secret: Secret = {
    arn: arn(world, 'secretsmanager', `secret:${name}-${arnSuffix(world)}`),
    name,
    description: textOf(fields, 'Description', { max: 2048 }) ?? null,
    kmsKey: textOf(fields, 'KmsKeyId', { max: 2048 }) ?? null,
    tags: tagsOf(fields, 'Tags', 'Key'),
    created: world.now,
    changed: world.now,
    accessed: null,
    deletion: null,
    versions: [],
    labels: new Map(),
    rotationEnabled: null,
    owningService: null,
    primaryRegion: null,
  }
  world.secrets.push(secret)
  if (!content) return { ARN: secret.arn, Name: name }
  addVersion(world, secret, token, content)
  attach(world, secret, ['AWSCURRENT'], token)
  return { ARN: secret.arn, Name: name, VersionId: token }
}

function createdAgain(secret: Secret, token: string, content: ReturnType<typeof contentOf>): Fields {
  if (secret.deletion)
    throw new Refusal(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    )
  if (content && knownAs(secret, token, content) === 'same')
    return { ARN: secret.arn, Name: secret.name, VersionId: token }
  throw new Refusal(
    'ResourceExistsException',
    `The operation failed because the secret ${secret.name} already exists.`,
  )
}

export function putSecretValue(world: World, fields: Fields): Fields {
  const secret = liveSecret(world, needText(fields, 'SecretId', ID))
  const content = contentOf(fields)
  const token = tokenOf(world, fields)
  const labels = textsOf(fields, 'VersionStages', LABEL)
  if (!content)
    throw new Refusal('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')
  if (labels && (labels.length === 0 || labels.length > 20))
    throw new Refusal(
      'ValidationException',
      "Value at 'versionStages' failed to satisfy constraint: 1 to 20 members",
    )
  const known = knownAs(secret, token, content)
  if (known === 'other') throw tokenInUse(secret, token)
  if (known === 'new') store(world, secret, token, content, labels ?? ['AWSCURRENT'])
  return { ARN: secret.arn, Name: secret.name, VersionId: token, VersionStages: labelsOn(secret, token) }
}

/** All or nothing: a value that finds no room for its labels is not kept. */
function store(
  world: World,
  secret: Secret,
  token: string,
  content: NonNullable<ReturnType<typeof contentOf>>,
  labels: readonly string[],
): void {
  const first = secret.versions.length === 0
  const wanted = first && !labels.includes('AWSCURRENT') ? [...labels, 'AWSCURRENT'] : labels
  const before = { labels: new Map(secret.labels), versions: secret.versions, changed: secret.changed }
  secret.versions = [...secret.versions]
  try {
    addVersion(world, secret, token, content)
    attach(world, secret, wanted, token)
  } catch (thrown) {
    secret.versions = before.versions
    secret.changed = before.changed
    throw thrown
  }
}

export function updateSecret(world: World, fields: Fields): Fields {
  const secret = liveSecret(world, needText(fields, 'SecretId', ID))
  const content = contentOf(fields)
  const token = tokenOf(world, fields)
  const description = textOf(fields, 'Description', { max: 2048 })
  const kmsKey = textOf(fields, 'KmsKeyId', { max: 2048 })
  if (content) {
    if (knownAs(secret, token, content) !== 'new') throw tokenInUse(secret, token)
    store(world, secret, token, content, ['AWSCURRENT'])
  }
  if (description !== undefined) secret.description = description
  if (kmsKey !== undefined) secret.kmsKey = kmsKey === '' ? null : kmsKey
  secret.changed = world.now
  return { ARN: secret.arn, Name: secret.name, ...(content ? { VersionId: token } : {}) }
}

export function updateSecretVersionStage(world: World, fields: Fields): Fields {
  const secret = liveSecret(world, needText(fields, 'SecretId', ID))
  move(world, secret, {
    label: needText(fields, 'VersionStage', LABEL),
    to: textOf(fields, 'MoveToVersionId', VERSION),
    from: textOf(fields, 'RemoveFromVersionId', VERSION),
  })
  secret.changed = world.now
  return { ARN: secret.arn, Name: secret.name }
}
