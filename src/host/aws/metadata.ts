import type { ProfileSettings } from './profile.ts'

type Env = Readonly<Record<string, string | undefined>>

/** How long an answer of the instance metadata is waited for, and how often it is asked again, as the SDK takes it. */
export interface Patience {
  readonly timeout: number
  readonly maxRetries: number
}

const SECOND = 1000

/**
 * As `aws` reads it: AWS_METADATA_SERVICE_TIMEOUT (seconds, 1) and AWS_METADATA_SERVICE_NUM_ATTEMPTS (1), else the
 * profile's `metadata_service_timeout` and `metadata_service_num_attempts`. What is no number counts for nothing.
 */
export function patienceFor(env: Env, said: ProfileSettings | null): Patience {
  const number = (variable: string, setting: string) =>
    [env[variable], said?.[setting]].map(Number).find((one) => one > 0 && Number.isFinite(one)) ?? 1
  return {
    timeout: number('AWS_METADATA_SERVICE_TIMEOUT', 'metadata_service_timeout') * SECOND,
    maxRetries: Math.floor(number('AWS_METADATA_SERVICE_NUM_ATTEMPTS', 'metadata_service_num_attempts')) - 1,
  }
}

/** Where the instance metadata is asked, unless the profile says otherwise. */
export const metadataHost = (env: Env): string =>
  env.AWS_EC2_METADATA_SERVICE_ENDPOINT ||
  (/^ipv6$/i.test(env.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE ?? '')
    ? 'http://[fd00:ec2::254]'
    : 'http://169.254.169.254')

/** The SDK tells only its logger that it has come to the instance metadata. */
export const isMetadata = (told: unknown): boolean =>
  typeof told === 'string' && /fromInstanceMetadata|is Ec2InstanceMetadata/.test(told)

const inContainer = (env: Env): boolean =>
  Boolean(env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI)

/** The endpoint of a container has the SDK's own patience. */
export const knobsFor = (env: Env, said: ProfileSettings | null): Partial<Patience> =>
  inContainer(env) ? {} : patienceFor(env, said)
