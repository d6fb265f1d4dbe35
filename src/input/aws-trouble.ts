import { type AwsReason, AwsTrouble } from '../host/aws-api.ts'
import type { Code } from '../model/codes.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { RemotePlace } from './contents.ts'
import { showName } from './may-show.ts'

interface AskedPlace extends RemotePlace {
  /** which version of a secret was asked for, where not simply the current one */
  readonly version?: Shown | null
}

type Words = readonly [code: Code, what: Shown, next: Shown]

/** Puts a call to AWS that did not succeed into words, with the command that mends it; anything else thrown is left as it is. */
export function awsError(thrown: unknown, place: AskedPlace): unknown {
  if (!(thrown instanceof AwsTrouble)) return thrown
  const [code, what, next] = SENTENCES[thrown.reason](thrown, place)
  return new LicError(code, what, next)
}

const EXPIRED = /expired/i

const flag = ({ profile }: RemotePlace): string => (profile === null ? '' : ` --profile ${profile}`)
const thing = ({ resource }: AwsTrouble) => own(showName(resource))
const whoAmI = (place: RemotePlace): string => `aws sts get-caller-identity${flag(place)}`

const noAnswer = ({ action }: AwsTrouble): Words => [
  'aws.unreachable',
  says`AWS did not answer ${action}`,
  says`check the network, HTTPS_PROXY, AWS_CA_BUNDLE and AWS_ENDPOINT_URL, then try again`,
]

const failed = ({ action, resource, errorName }: AwsTrouble): Words => [
  'aws.fault',
  says`${action} failed on ${own(showName(resource))}: ${errorName}`,
  says`look at the thing itself, then try again`,
]

const SENTENCES = {
  sso: (_trouble, place) => [
    'aws.credentials',
    says`the AWS SSO session has expired`,
    says`run: aws sso login${flag(place)}`,
  ],
  profile: (_trouble, { profile }) => [
    'aws.credentials',
    profile === null
      ? says`the AWS profile that is set does not exist`
      : says`there is no usable AWS profile named ${own(showName(profile))}`,
    says`run: aws configure list-profiles`,
  ],
  region: (_trouble, place) => [
    'aws.region',
    place.profile === null
      ? says`no AWS Region is set`
      : says`no AWS Region is set, neither by itself nor by the profile ${own(showName(place.profile))}`,
    place.profile === null
      ? says`name it with --region or AWS_REGION, or run: aws configure set region REGION`
      : says`name it with --region or AWS_REGION; look whether the profile exists: aws configure list-profiles`,
  ],
  clock: () => [
    'aws.credentials',
    says`AWS refuses the request because the clock of this machine is wrong`,
    says`run: sudo timedatectl set-ntp true`,
  ],
  credentials: ({ errorName, detail }, place) =>
    EXPIRED.test(`${errorName} ${detail}`)
      ? [
          'aws.credentials',
          says`the AWS credentials have expired`,
          says`get new ones as you got these, then look: ${whoAmI(place)}`,
        ]
      : [
          'aws.credentials',
          says`AWS finds no credentials, or does not accept them`,
          says`run: aws configure${flag(place)}; to see whose are used: ${whoAmI(place)}`,
        ],
  denied: (trouble, place) => [
    'aws.denied',
    says`AWS denies ${trouble.action} on ${thing(trouble)}`,
    says`allow it to the identity that this shows: ${whoAmI(place)}`,
  ],
  'not-found': (trouble, place) => {
    const what = place.version ? says`${own(place.version)} of ${thing(trouble)}` : thing(trouble).own
    return [
      'aws.not-found',
      place.region === null
        ? says`${trouble.action} does not find ${own(what)}`
        : says`${trouble.action} does not find ${own(what)} in ${place.region}`,
      says`look whether name, label, Region and account are right: ${whoAmI(place)}`,
    ]
  },
  throttled: ({ action }) => ['aws.throttled', says`AWS throttles ${action}`, says`try again in a minute`],
  unreachable: noAnswer,
  timeout: noAnswer,
  conflict: failed,
  invalid: failed,
  limit: failed,
  unsupported: failed,
  fault: failed,
} as const satisfies Record<AwsReason, (trouble: AwsTrouble, place: AskedPlace) => Words>
