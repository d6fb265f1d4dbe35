import { type Aws, AwsTrouble } from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { hearAll } from '../health/ask.ts'
import type { Tools } from '../target.ts'
import { lookAtSecret } from './look-at-secret.ts'
import { lookAtServices } from './look-at-services.ts'
import { denied } from './permission.ts'
import type { AwsRef } from './ref.ts'

/**
 * What every plan rests on: who asks, the secret, the services, what the runtimes say. Rejects with `LicError` where AWS
 * does not let it look; `inWords` says the same of later looks.
 */
export async function lookAtOnce(ref: AwsRef, aws: Aws, tools: Tools) {
  const place = { region: aws.region, profile: ref.profile }
  const asked = aws.caller()
  const inWords = async (thrown: unknown): Promise<never> => {
    const caller = await asked.catch(() => null)
    throw thrown instanceof AwsTrouble && thrown.reason === 'denied'
      ? denied(thrown, { ref, place, caller })
      : awsError(thrown, place)
  }
  const [caller, seen, running, words] = await Promise.all([
    asked,
    lookAtSecret(aws, ref.secret, place),
    lookAtServices(aws, ref.cluster, ref.services, place),
    hearAll(ref.health, tools),
  ]).catch(inWords)
  return { place, caller, seen, running, words, inWords }
}
