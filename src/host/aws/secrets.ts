import type {
  SecretsManagerClient,
  SecretValueEntry,
  SecretVersionsListEntry,
} from '@aws-sdk/client-secrets-manager'
import type { Instant } from '../../model/instant.ts'
import type { SecretsApi, SecretValue, VersionFacts } from '../aws-api.ts'
import { type Calls, dateOf, instantOf } from './calls.ts'
import { pages } from './pages.ts'

/** As the service takes them. */
const VALUES_A_CALL = 20

const valueFacts = (entry: SecretValueEntry, date: Instant): SecretValue => ({
  version: entry.VersionId ?? '',
  stages: entry.VersionStages ?? [],
  created: instantOf(entry.CreatedDate),
  text: entry.SecretString ?? null,
  date,
})

/** `once` does not try again by itself: a label move that was answered by silence must be looked at, not repeated. */
export function secretsApi(
  client: SecretsManagerClient,
  once: SecretsManagerClient,
  calls: Calls,
): SecretsApi {
  const sdk = () => import('./sdk-secrets.ts')
  return {
    describe: async (id) => {
      const { DescribeSecretCommand } = await sdk()
      const answer = await calls.read('DescribeSecret', id, 'ARN', () =>
        client.send(new DescribeSecretCommand({ SecretId: id })),
      )
      return {
        arn: answer.ARN ?? '',
        name: answer.Name ?? '',
        kmsKey: answer.KmsKeyId ?? null,
        rotationEnabled: answer.RotationEnabled ?? false,
        owningService: answer.OwningService ?? null,
        primaryRegion: answer.PrimaryRegion ?? null,
        replicas: (answer.ReplicationStatus ?? []).map(({ Region }) => Region ?? ''),
        deleted: instantOf(answer.DeletedDate),
        changed: instantOf(answer.LastChangedDate),
        tags: Object.fromEntries((answer.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
        stages: answer.VersionIdsToStages ?? {},
        date: dateOf(answer),
      }
    },
    get: async (id, which) => {
      const { GetSecretValueCommand } = await sdk()
      const version = 'stage' in which ? { VersionStage: which.stage } : { VersionId: which.version }
      const answer = await calls.read('GetSecretValue', id, 'VersionId', () =>
        client.send(new GetSecretValueCommand({ SecretId: id, ...version })),
      )
      return valueFacts(answer, dateOf(answer))
    },
    currentValues: async (ids) => {
      const { BatchGetSecretValueCommand } = await sdk()
      const found = new Map<string, SecretValue>()
      for (let at = 0; at < ids.length; at += VALUES_A_CALL) {
        const batch = ids.slice(at, at + VALUES_A_CALL)
        const answer = await calls.read('BatchGetSecretValue', batch[0] ?? '', 'SecretValues', () =>
          client.send(new BatchGetSecretValueCommand({ SecretIdList: batch })),
        )
        for (const entry of answer.SecretValues ?? [])
          for (const id of batch.filter((one) => one === entry.ARN || one === entry.Name))
            found.set(id, valueFacts(entry, dateOf(answer)))
      }
      return found
    },
    versions: async (id) => {
      const { ListSecretVersionIdsCommand } = await sdk()
      const found = await pages(async (NextToken) => {
        const page = NextToken === undefined ? {} : { NextToken }
        const answer = await calls.read('ListSecretVersionIds', id, 'Versions', () =>
          client.send(new ListSecretVersionIdsCommand({ SecretId: id, IncludeDeprecated: true, ...page })),
        )
        return { items: answer.Versions?.map(versionFacts), next: answer.NextToken }
      })
      return [...found].sort((a, b) => (b.created ?? 0) - (a.created ?? 0))
    },
    create: async ({ name, token, text }) => {
      const { CreateSecretCommand } = await sdk()
      const answer = await calls.write('CreateSecret', name, 'VersionId', () =>
        client.send(new CreateSecretCommand({ Name: name, ClientRequestToken: token, SecretString: text })),
      )
      return { arn: answer.ARN ?? '', version: answer.VersionId ?? token, date: dateOf(answer) }
    },
    put: async ({ id, token, text, stages }) => {
      const { PutSecretValueCommand } = await sdk()
      const answer = await calls.write('PutSecretValue', id, 'VersionId', () =>
        client.send(
          new PutSecretValueCommand({
            SecretId: id,
            ClientRequestToken: token,
            SecretString: text,
            VersionStages: [...stages],
          }),
        ),
      )
      return { version: answer.VersionId ?? token, date: dateOf(answer) }
    },
    moveStage: async ({ id, stage, to, from }) => {
      const { UpdateSecretVersionStageCommand } = await sdk()
      const answer = await calls.write('UpdateSecretVersionStage', id, 'ARN', () =>
        once.send(
          new UpdateSecretVersionStageCommand({
            SecretId: id,
            VersionStage: stage,
            ...(to === undefined ? {} : { MoveToVersionId: to }),
            ...(from === undefined ? {} : { RemoveFromVersionId: from }),
          }),
        ),
      )
      return { date: dateOf(answer) }
    },
  }
}

const versionFacts = (version: SecretVersionsListEntry): VersionFacts => ({
  id: version.VersionId ?? '',
  stages: version.VersionStages ?? [],
  created: instantOf(version.CreatedDate),
  kmsKeys: version.KmsKeyIds ?? [],
})
