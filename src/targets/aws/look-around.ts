import type { Aws, SecretFacts } from '../../host/aws-api.ts'
import type { Finding } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import { forComfort } from './comfort.ts'
import { lookAtVersions } from './look-at-versions.ts'
import { otherReaders } from './other-readers.ts'
import type { Asking } from './permission.ts'
import type { ServiceSight } from './sight.ts'

/** What a plan does not rest on, and is good to know: other versions of the secret, other services that read it. */
export async function lookAround(
  aws: Aws,
  asking: Asking,
  secret: SecretFacts | null,
  services: readonly ServiceSight[],
  field: string | null,
): Promise<readonly Finding[]> {
  if (secret === null) return []
  const { cluster } = asking.ref
  const found = await Promise.all([
    forComfort(says`the versions of the secret`, asking, () => lookAtVersions(aws, secret)),
    services.length === 0
      ? []
      : forComfort(says`the other services of cluster ${cluster}`, asking, () =>
          otherReaders(aws, cluster, services, { secretArn: secret.arn, field }),
        ),
  ])
  return found.flat()
}
