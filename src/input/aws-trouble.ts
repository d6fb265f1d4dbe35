import { AwsTrouble } from '../host/aws-api.ts'
import { LicError } from '../model/lic-error.ts'
import { own, says } from '../model/visible.ts'
import { showName } from './may-show.ts'

/** What the caller said about AWS, for the commands in the hints. */
export interface AwsPlace {
  readonly region: string | null
  readonly profile: string | null
}

const SSO = /\bsso\b/i
const NO_PROFILE = /profile.*(could not be found|not found|does not exist)|could not find profile/i
const NO_REGION = /region is missing|could not (find|determine|load) .*region|no region/i
const CLOCK = /RequestTimeTooSkewed|RequestExpired|(signature|request).*(expired|not yet current|too skewed)/i
const EXPIRED = /expiredtoken|token.*expired|expired.*(token|credentials)/i

/** Puts a call to AWS that did not succeed into words; anything else thrown is left as it is. */
export function awsError(thrown: unknown, place: AwsPlace): unknown {
  if (!(thrown instanceof AwsTrouble)) return thrown
  const { reason, action, resource, errorName, detail } = thrown
  const text = `${errorName} ${detail}`
  const profile = place.profile === null ? '' : ` --profile ${place.profile}`
  const thing = own(showName(resource))
  if (NO_PROFILE.test(text))
    return new LicError(
      'aws.credentials',
      place.profile === null
        ? says`the AWS profile that is set does not exist`
        : says`there is no AWS profile named ${own(showName(place.profile))}`,
      says`run: aws configure list-profiles`,
    )
  if (NO_REGION.test(text))
    return new LicError(
      'aws.region',
      says`no AWS Region is set`,
      says`name one with --region, or set AWS_REGION, or run: aws configure set region REGION${profile}`,
    )
  if (CLOCK.test(text))
    return new LicError(
      'aws.credentials',
      says`AWS refuses the request because the clock of this machine is wrong`,
      says`run: timedatectl set-ntp true (or: sudo chronyc makestep), then try again`,
    )
  if (reason === 'credentials' || EXPIRED.test(errorName)) return credentials(text, profile)
  if (reason === 'not-found') {
    const where = place.region === null ? '' : ` in ${place.region}`
    return new LicError(
      'aws.not-found',
      says`${action} finds no ${thing}${where}`,
      says`look whether name, Region and account are right: aws sts get-caller-identity${profile}`,
    )
  }
  if (reason === 'denied')
    return new LicError(
      'aws.denied',
      says`AWS denies ${action} on ${thing}`,
      says`allow it to the identity that this shows: aws sts get-caller-identity${profile}`,
    )
  if (reason === 'throttled')
    return new LicError('aws.throttled', says`AWS is throttling ${action}`, says`try again in a minute`)
  if (reason === 'unreachable' || reason === 'timeout')
    return new LicError(
      'aws.unreachable',
      says`AWS did not answer ${action}`,
      says`check the network, HTTPS_PROXY and AWS_CA_BUNDLE, then try again`,
    )
  return new LicError(
    'aws.fault',
    says`AWS failed at ${action} on ${thing}: ${errorName}`,
    says`try again; if it stays so, the service's own words are printed with --debug`,
  )
}

function credentials(text: string, profile: string): LicError {
  if (SSO.test(text))
    return new LicError(
      'aws.credentials',
      says`the AWS SSO session has expired`,
      says`run: aws sso login${profile}`,
    )
  if (EXPIRED.test(text))
    return new LicError(
      'aws.credentials',
      says`the AWS credentials have expired`,
      says`get new ones the way you got these, then look: aws sts get-caller-identity${profile}`,
    )
  return new LicError(
    'aws.credentials',
    says`AWS does not accept the credentials in use, or there are none`,
    says`run: aws sts get-caller-identity${profile}; to set them up: aws configure${profile}`,
  )
}
