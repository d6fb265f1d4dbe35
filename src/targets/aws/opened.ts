import type { Aws, AwsSettings } from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import type { Tools } from '../target.ts'
import type { AwsRef } from './ref.ts'

/** AWS as a reference names it. Rejects with `LicError` where there is no Region. */
export function openedBy(
  { region, profile }: AwsRef,
  { host }: Tools,
  onCall: AwsSettings['onCall'],
): Promise<Aws> {
  const settings = {
    ...(region === null ? {} : { region }),
    ...(profile === null ? {} : { profile }),
    ...(onCall === undefined ? {} : { onCall }),
  }
  return host.aws(settings).catch((thrown: unknown) => {
    throw awsError(thrown, { region, profile })
  })
}
