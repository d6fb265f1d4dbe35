import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { AwsRef } from '../../targets/aws/ref.ts'
import type { EnvFileRef } from '../../targets/env-file/ref.ts'
import type { AdminRef } from '../../targets/http-admin/ref.ts'
import { TARGETS } from '../../targets/registry.ts'
import type { Sight, Target, Tools } from '../../targets/target.ts'
import type { Context } from '../command.ts'
import { debugCalls } from './course.ts'

/** Where a key is deployed, as it was named. */
export type Place =
  | { readonly kind: 'aws'; readonly ref: AwsRef }
  | { readonly kind: 'env-file'; readonly ref: EnvFileRef }
  | { readonly kind: 'http-admin'; readonly ref: AdminRef }

/** Rejects with `LicError` where it may not be looked at. */
export async function openPlace(
  place: Place,
  tools: Tools,
  context: Pick<Context, 'host' | 'settings'>,
): Promise<Target<Sight, unknown>> {
  switch (place.kind) {
    case 'aws':
      return TARGETS.aws(place.ref, tools, debugCalls(context))
    case 'env-file':
      return TARGETS.envFile(place.ref, tools)
    case 'http-admin':
      return TARGETS.httpAdmin(place.ref, tools)
  }
}

/** For what only AWS has. */
export function awsOf(place: Place, what: string): AwsRef {
  if (place.kind === 'aws') return place.ref
  throw new LicError('usage.option', says`${what} is about AWS, and the key is said to be elsewhere`)
}
