import type { Aws, AwsSettings, Caller } from '../aws-api.ts'
import { callsOf, instantOf, keepDate } from './calls.ts'
import { ecsApi } from './ecs.ts'
import { network } from './network.ts'
import { secretsApi } from './secrets.ts'
import { troubleOf } from './trouble.ts'

const nothing = () => {}
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }
const KEEP_DATE = { step: 'deserialize', priority: 'high', name: 'keepDate' } as const

/** For tests: another way to the server than sockets. */
type Transport = Record<string, unknown>

/**
 * The real SDK behind the narrowed calls. Region, profile, credentials and endpoints are its own chain;
 * credentials are resolved once for all clients. Rejects with `AwsTrouble` where no Region is set.
 */
export async function connect(
  settings: AwsSettings,
  env: Record<string, string | undefined>,
  transport: Transport = {},
): Promise<Aws> {
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const { SecretsManagerClient } = await import('./sdk-secrets.ts')
  const given = {
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.profile === undefined ? {} : { profile: settings.profile }),
    logger: SILENT,
    requestHandler: network(env),
    ...transport,
  }
  const secrets = new SecretsManagerClient(given)
  const { credentials, requestHandler } = secrets.config
  const region = await secrets.config.region().catch((thrown: unknown) => {
    throw troubleOf(thrown, 'configuration', 'Region', false)
  })
  const shared = { ...given, region, credentials, requestHandler }
  const secretsOnce = new SecretsManagerClient({ ...shared, maxAttempts: 1 })
  for (const client of [secrets, secretsOnce]) client.middlewareStack.add(keepDate, KEEP_DATE)
  return {
    region,
    secrets: secretsApi(secrets, secretsOnce, callsOf('secretsmanager', settings.onCall)),
    ecs: ecsApi(
      later(async () => {
        const { ECSClient } = await import('./sdk-ecs.ts')
        const clients = { reads: new ECSClient(shared), once: new ECSClient({ ...shared, maxAttempts: 1 }) }
        for (const client of [clients.reads, clients.once]) client.middlewareStack.add(keepDate, KEEP_DATE)
        return clients
      }),
      callsOf('ecs', settings.onCall),
    ),
    caller: async () => {
      const { GetCallerIdentityCommand, STSClient } = await import('./sdk-sts.ts')
      const client = new STSClient(shared)
      return callsOf('sts', settings.onCall).read(
        'GetCallerIdentity',
        'caller',
        async (): Promise<Caller> => {
          const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}))
          return { account: Account, arn: Arn, expires: instantOf((await credentials()).expiration) }
        },
      )
    },
  }
}

function later<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
