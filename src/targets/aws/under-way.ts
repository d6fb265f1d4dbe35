import type { SecretFacts } from '../../host/aws-api.ts'
import { error, type Finding } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { AwsInFlight } from './in-flight.ts'
import { PENDING } from './labels.ts'
import { awsCommand, type Place } from './shell.ts'

/** Somebody's rotation holds the lock, or died holding it. */
export function underWay(
  inFlight: Pick<AwsInFlight, 'version' | 'lines' | 'stand' | 'run'>,
  { name }: Pick<SecretFacts, 'name'>,
  place: Place,
): Finding {
  const { version, lines } = inFlight
  const aws = (verb: string, ...rest: readonly string[]) =>
    own(awsCommand(place, 'secretsmanager', verb, '--secret-id', name, ...rest))
  const ways =
    inFlight.stand === 'moved-on'
      ? [says`once nobody works on it, let it be (labels only): ${own(lines.abandon)}`]
      : [
          says`if its process is gone, go on with it: ${own(lines.resume)}`,
          says`or let it be (labels only): ${own(lines.abandon)}`,
        ]
  return error(
    'secret.in-flight',
    says`another rotation of secret ${name} began ${own(since(inFlight))} and has not finished: ${PENDING} is on version ${version}`,
    ...ways,
    says`look which version is live: ${aws('describe-secret', '--query', 'VersionIdsToStages')}`,
    says`take the lock off by hand: ${aws('update-secret-version-stage', '--version-stage', PENDING, '--remove-from-version-id', version)}`,
  )
}

export const since = ({ run }: Pick<AwsInFlight, 'run'>): Shown =>
  run === null || run.began === null ? says`at a time its labels do not tell` : says`at ${toIso(run.began)}`
