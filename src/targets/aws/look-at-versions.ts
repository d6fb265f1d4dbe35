import type { Aws, SecretFacts } from '../../host/aws-api.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { CURRENT } from './labels.ts'

/**
 * Labelled versions under another KMS key than the live one. Giving a secret another key encrypts only the current,
 * the pending and the previous version anew; without the old key an archived license cannot be read back.
 */
export async function lookAtVersions(aws: Aws, secret: SecretFacts): Promise<readonly Finding[]> {
  if (Object.keys(secret.stages).length < 2) return []
  const versions = await aws.secrets.versions(secret.arn)
  const live = versions.find(({ stages }) => stages.includes(CURRENT))?.kmsKeys ?? []
  if (live.length === 0) return []
  return versions
    .filter(
      ({ stages, kmsKeys }) =>
        stages.length > 0 && kmsKeys.length > 0 && !kmsKeys.some((key) => live.includes(key)),
    )
    .map(({ id, stages, kmsKeys }) =>
      warning(
        'secret.kms-differs',
        says`version ${id} (${stages.join(', ')}) is under KMS key ${kmsKeys.join(', ')}, the live one under ${live.join(', ')}: without the former it cannot be read back`,
        says`keep that KMS key enabled as long as you may want to go back to this version`,
      ),
    )
}
