import type { Shown } from '../../model/visible.ts'
import { type Aws, type AwsSettings, AwsTrouble, type Caller } from '../aws-api.ts'
import { scalablesOf } from './auto-scaling.ts'
import { brokenLink } from './broken-link.ts'
import { callsOf, instantOf, keepDate } from './calls.ts'
import { type Ask, credentialChain } from './credentials.ts'
import { ecsApi } from './ecs.ts'
import { logsApi } from './logs.ts'
import { patienceFor } from './metadata.ts'
import { network } from './network.ts'
import { profileSettings } from './profile.ts'
import { secretsApi } from './secrets.ts'
import { boundStrangers, patienceAfter } from './strangers.ts'

const nothing = () => {}
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing }
const KEEP_DATE = { step: 'deserialize', priority: 'high', name: 'keepDate' } as const

const REGION = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/

let bounded = false

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
  ask: Ask | null = null,
  waits: (says: Shown) => void = nothing,
): Promise<Aws> {
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const { SecretsManagerClient } = await import('./sdk-secrets.ts')
  const { region: wanted, profile } = settings
  if (wanted !== undefined) checkRegion(wanted)
  const named = await profileSettings(profile ?? env.AWS_PROFILE ?? 'default')
  const handler = network(env, named?.ca_bundle)
  if (!bounded) boundStrangers(patienceAfter(patienceFor(env, named).timeout))
  bounded = true
  const given = {
    ...(wanted === undefined ? {} : { region: wanted }),
    ...(profile === undefined ? {} : { profile }),
    logger: SILENT,
    requestHandler: handler,
    credentials: credentialChain({
      profile,
      settings: named,
      env,
      requestHandler: handler,
      logger: SILENT,
      ask: settings.noInput === true ? null : ask,
      waits: settings.quiet === true ? nothing : waits,
    }),
    ...transport,
  }
  const secrets = new SecretsManagerClient(given)
  const { credentials, requestHandler } = secrets.config
  const region = await secrets.config
    .region()
    .then(checkRegion)
    .catch(async (thrown: unknown) => {
      throw await brokenLink(thrown, profile ?? env.AWS_PROFILE, env)
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
      scalablesOf(
        later(async () => {
          const { ApplicationAutoScalingClient } = await import('./sdk-auto-scaling.ts')
          return new ApplicationAutoScalingClient(shared)
        }),
        callsOf('application-autoscaling', settings.onCall),
      ),
    ),
    logs: logsApi(
      async (elsewhere) => {
        const { CloudWatchLogsClient } = await import('./sdk-logs.ts')
        return new CloudWatchLogsClient({
          ...shared,
          region: elsewhere === null ? region : checkRegion(elsewhere),
        })
      },
      callsOf('logs', settings.onCall),
    ),
    caller: async (): Promise<Caller> => {
      const { GetCallerIdentityCommand, STSClient } = await import('./sdk-sts.ts')
      const client = new STSClient(shared)
      const { Account = '', Arn = '' } = await callsOf('sts', settings.onCall).read(
        'GetCallerIdentity',
        'caller',
        'Arn',
        () => client.send(new GetCallerIdentityCommand({})),
      )
      const { expiration } = await credentials()
      return { account: Account, arn: Arn, expires: instantOf(expiration) }
    },
  }
}

/** A Region becomes part of a host name: nothing else may. */
function checkRegion(name: string): string {
  if (REGION.test(name)) return name
  throw new AwsTrouble('region', 'configuration', name, 'NoRegionName', '', false)
}

function later<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
