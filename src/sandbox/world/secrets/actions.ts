import type { Action } from '../handle.ts'
import { deleteSecret, restoreSecret, tagSecret, untagSecret } from './lifecycle.ts'
import {
  batchGetSecretValue,
  describeSecret,
  getSecretValue,
  listSecrets,
  listSecretVersionIds,
} from './read.ts'
import { createSecret, putSecretValue, updateSecret, updateSecretVersionStage } from './write.ts'

/** The Secrets Manager calls this world answers. */
export const SECRETS_ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['CreateSecret', createSecret],
  ['DescribeSecret', describeSecret],
  ['GetSecretValue', getSecretValue],
  ['BatchGetSecretValue', batchGetSecretValue],
  ['PutSecretValue', putSecretValue],
  ['UpdateSecret', updateSecret],
  ['UpdateSecretVersionStage', updateSecretVersionStage],
  ['ListSecretVersionIds', listSecretVersionIds],
  ['ListSecrets', listSecrets],
  ['DeleteSecret', deleteSecret],
  ['RestoreSecret', restoreSecret],
  ['TagResource', tagSecret],
  ['UntagResource', untagSecret],
])
