import { after, DAY } from '../../../model/instant.ts'
import { countOf, type Fields, flagOf, needText, textsOf } from '../fields.ts'
import { Refusal } from '../refusal.ts'
import { tagsOf, withTags } from '../tags.ts'
import { seconds, type World } from '../world.ts'
import { findSecret, liveSecret, needSecret } from './find.ts'

const ID = { min: 1, max: 2048 }

export function deleteSecret(world: World, fields: Fields): Fields {
  const id = needText(fields, 'SecretId', ID)
  const force = flagOf(fields, 'ForceDeleteWithoutRecovery') === true
  const days = countOf(fields, 'RecoveryWindowInDays')
  if (force && days !== undefined)
    throw new Refusal(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    )
  if (days !== undefined && (days < 7 || days > 30))
    throw new Refusal(
      'InvalidParameterException',
      'RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    )
  if (force) return forget(world, id)
  const secret = liveSecret(world, id)
  secret.deletion = { asked: world.now, gone: after(world.now, (days ?? 30) * DAY) }
  return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(secret.deletion.gone) }
}

function forget(world: World, id: string): Fields {
  const secret = findSecret(world, id)
  world.secrets = world.secrets.filter((one) => one !== secret)
  return { ARN: secret?.arn ?? id, Name: secret?.name ?? id, DeletionDate: seconds(world.now) }
}

export function restoreSecret(world: World, fields: Fields): Fields {
  const secret = needSecret(world, needText(fields, 'SecretId', ID))
  secret.deletion = null
  return { ARN: secret.arn, Name: secret.name }
}

export function tagSecret(world: World, fields: Fields): Fields {
  const secret = liveSecret(world, needText(fields, 'SecretId', ID))
  secret.tags = withTags(secret.tags, tagsOf(fields, 'Tags', 'Key'))
  secret.changed = world.now
  return {}
}

export function untagSecret(world: World, fields: Fields): Fields {
  const secret = liveSecret(world, needText(fields, 'SecretId', ID))
  const names = textsOf(fields, 'TagKeys') ?? []
  secret.tags = secret.tags.filter(({ key }) => !names.includes(key))
  secret.changed = world.now
  return {}
}

/** Secrets whose recovery window is over are gone. */
export function buryDeleted(world: World): void {
  if (world.secrets.some(({ deletion }) => deletion && deletion.gone <= world.now))
    world.secrets = world.secrets.filter(({ deletion }) => !deletion || deletion.gone > world.now)
}
