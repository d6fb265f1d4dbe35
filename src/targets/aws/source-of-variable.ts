import { error, type Finding } from '../../model/finding.ts'
import { own, says } from '../../model/visible.ts'
import { readValueFrom, sameSecret, withoutSuffix } from './value-from.ts'

/** Every way in which a `valueFrom` leads somewhere else than to this secret's AWSCURRENT. */
export function misdirected(
  where: string,
  variable: string,
  valueFrom: string,
  secretArn: string,
): readonly Finding[] {
  const head = own(says`service ${where} reads ${variable} from`)
  const mend = says`set its valueFrom to ${secretArn}`
  const source = readValueFrom(valueFrom)
  const other = says`rotate that one with --secret, or set the valueFrom to ${secretArn}`
  if (source.kind === 'parameter') {
    const why = valueFrom.startsWith('arn:') ? '' : ': only a full ARN names a secret'
    return [
      error(
        'wiring.parameter',
        says`${head} the SSM parameter ${source.name}, not from this secret${why}`,
        mend,
      ),
    ]
  }
  if (source.kind === 'unreadable')
    return [
      error(
        'wiring.not-an-arn',
        says`${head} something that is no secret: ${valueFrom}${source.why === null ? '' : ` (${source.why})`}`,
        mend,
      ),
    ]
  const [, , , region] = secretArn.split(':')
  if (source.region !== region)
    return [error('wiring.other-region', says`${head} a secret in ${source.region}: ${source.arn}`, mend)]
  if (!sameSecret(source.arn, secretArn))
    return [
      withoutSuffix(source.arn) === withoutSuffix(secretArn)
        ? error(
            'wiring.recreated',
            says`${head} ${source.arn}, a secret of the same name that is gone: this one was made anew, with another suffix`,
            mend,
          )
        : error('wiring.other-secret', says`${head} another secret: ${source.arn}`, other),
    ]
  const pins: Finding[] = []
  if (source.version !== null)
    pins.push(
      error(
        'wiring.pinned-version',
        says`${head} version ${source.version} of this secret, whatever is current`,
        says`drop the version from its valueFrom`,
      ),
    )
  if (source.stage !== null && source.stage !== 'AWSCURRENT')
    pins.push(
      error(
        'wiring.other-stage',
        says`${head} the version labelled ${source.stage}, not AWSCURRENT`,
        says`drop the stage from its valueFrom`,
      ),
    )
  return pins
}
