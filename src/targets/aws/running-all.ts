import { type Aws, type AwsSettings, AwsTrouble, type SecretValue } from '../../host/aws-api.ts'
import type { Host } from '../../host/host.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { LicError } from '../../model/lic-error.ts'
import type { Running, Tools } from '../target.ts'
import { withValues } from './read-before.ts'
import type { AwsRef } from './ref.ts'
import { running } from './running.ts'

export interface Asked {
  readonly ref: AwsRef
  readonly tools: Tools
}

/**
 * What runs at several deployments: four calls each for two services, and one for the values of twenty secrets, in each account
 * and Region. One that may not be looked at does not hide the others.
 */
export async function runningAll(
  all: readonly Asked[],
  host: Pick<Host, 'aws'>,
  onCall?: AwsSettings['onCall'],
): Promise<readonly (Running | LicError)[]> {
  const accounts = new Map<string, Promise<Aws | LicError>>()
  const accountOf = ({ ref }: Asked) => JSON.stringify([ref.region, ref.profile])
  for (const asked of all) {
    const account = accountOf(asked)
    const alike = all.filter((one) => accountOf(one) === account).map(({ ref }) => ref.secret)
    if (!accounts.has(account)) accounts.set(account, connected(asked.ref, alike, host, onCall))
  }
  return Promise.all(
    all.map(async (asked) => {
      const aws = await accounts.get(accountOf(asked))
      if (aws === undefined || aws instanceof LicError) return aws as LicError
      return running(asked.ref, aws, asked.tools, { whole: false }).catch(refused)
    }),
  )
}

function refused(thrown: unknown): LicError {
  if (thrown instanceof LicError) return thrown
  throw thrown
}

async function connected(
  { region, profile }: AwsRef,
  secrets: readonly string[],
  host: Pick<Host, 'aws'>,
  onCall: AwsSettings['onCall'],
): Promise<Aws | LicError> {
  try {
    const aws = await host.aws({
      ...(region === null ? {} : { region }),
      ...(profile === null ? {} : { profile }),
      ...(onCall === undefined ? {} : { onCall }),
    })
    return withValues(aws, await aws.secrets.currentValues([...new Set(secrets)]).catch(none))
  } catch (thrown) {
    return refused(awsError(thrown, { region, profile }))
  }
}

/** Without the permission, or on an endpoint that does not know the call, each is read by itself. */
function none(thrown: unknown): ReadonlyMap<string, SecretValue> {
  if (
    thrown instanceof AwsTrouble &&
    ['denied', 'unsupported', 'invalid', 'not-found'].includes(thrown.reason)
  )
    return new Map()
  throw thrown
}
