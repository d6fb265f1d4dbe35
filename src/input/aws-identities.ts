import type { Host } from '../host/host.ts'
import { type Finding, warning } from '../model/finding.ts'
import { own, says } from '../model/visible.ts'
import { showName } from './may-show.ts'

/** Where the environment names two identities, lic takes the profile and the aws command the access key. */
export function twoIdentities(env: Host['env'], profile: string | null): readonly Finding[] {
  const { AWS_PROFILE: named = '', AWS_ACCESS_KEY_ID: key = '', AWS_SECRET_ACCESS_KEY: secret = '' } = env
  if (profile !== null || named === '' || key === '' || secret === '') return []
  return [
    warning(
      'aws.two-identities',
      says`AWS_PROFILE and AWS_ACCESS_KEY_ID are both set: lic uses the profile ${own(showName(named))}, the aws command the access key`,
      says`unset the one that is not meant`,
    ),
  ]
}
