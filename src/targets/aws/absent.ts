import type { SecretFacts } from '../../host/aws-api.ts'
import { error, type Finding } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { CURRENT } from './labels.ts'
import { licLine, placeWords } from './lic-command.ts'
import { awsCommand, type Place } from './shell.ts'

const making = (name: string, place: Place) =>
  own(licLine('rotate', 'SOURCE', '--create', '--secret', name, ...placeWords(place)))

/** No such secret. The command that makes it takes the value from a file: on a command line, others could read it. */
export function missing(id: string, place: Place): Finding {
  const where = says`there is no secret ${id} in ${place.region}`
  const right = says`name it with --secret, and its Region with --region`
  if (id.startsWith('arn:')) return error('secret.missing', where, right)
  const words = ['create-secret', '--name', id, '--secret-string', 'file://PATH']
  return error(
    'secret.missing',
    where,
    right,
    says`or have it made: ${making(id, place)}`,
    says`or make it from a file that holds the key and no line feed: ${own(awsCommand(place, 'secretsmanager', ...words))}`,
  )
}

/** A secret that was made without a value takes its first version; one that lost the label takes it back. */
export function withoutCurrent({ name, stages }: SecretFacts, place: Place): Finding {
  const aws = (verb: string, ...rest: readonly string[]) =>
    own(awsCommand(place, 'secretsmanager', verb, '--secret-id', name, ...rest))
  const move = ['--version-stage', CURRENT, '--move-to-version-id', 'VERSION']
  const hints: readonly Shown[] =
    Object.keys(stages).length === 0
      ? [says`put the first key in: ${making(name, place)}`]
      : [
          says`look which version should be live: ${aws('list-secret-version-ids')}`,
          says`then give it the label: ${aws('update-secret-version-stage', ...move)}`,
        ]
  return error('secret.no-current', says`secret ${name} has no version with the label ${CURRENT}`, ...hints)
}
