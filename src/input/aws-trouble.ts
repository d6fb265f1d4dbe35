import { type AwsReason, AwsTrouble } from '../host/aws-api.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { SIGN_IN, thing, type Words, whoAmI } from './aws-sign-in.ts'
import type { RemotePlace } from './contents.ts'
import { showName } from './may-show.ts'

interface AskedPlace extends RemotePlace {
  /** which version of a secret was asked for, where not simply the current one */
  readonly version?: Shown | null
}

/** Puts a call to AWS that did not succeed into words, with the command that mends it; anything else thrown is left as it is. */
export function awsError(thrown: unknown, place: AskedPlace): unknown {
  if (!(thrown instanceof AwsTrouble)) return thrown
  const [code, what, next] = SENTENCES[thrown.reason](thrown, place)
  return new LicError(code, what, next)
}

function noAnswer({ action, errorName }: AwsTrouble, { region }: AskedPlace): Words {
  if (errorName === 'ENOTFOUND' && region !== null)
    return [
      'aws.unreachable',
      says`no host is known for ${action} in ${own(showName(region))}`,
      says`look whether that Region exists, and whether this network resolves names (HTTPS_PROXY)`,
    ]
  if (errorName === 'EPROXY')
    return [
      'aws.unreachable',
      says`the proxy does not let ${action} through`,
      says`look at HTTPS_PROXY, the user and password in it, and NO_PROXY`,
    ]
  return [
    'aws.unreachable',
    says`AWS did not answer ${action}`,
    says`check the network, HTTPS_PROXY, AWS_CA_BUNDLE and AWS_ENDPOINT_URL, then try again`,
  ]
}

function failed(trouble: AwsTrouble): Words {
  const { action, errorName } = trouble
  if (action === 'secretsmanager:GetSecretValue' && errorName === 'InvalidRequestException')
    return [
      'aws.not-found',
      says`${thing(trouble)} cannot be read as it stands: most likely it is scheduled for deletion`,
      says`look: aws secretsmanager describe-secret --query DeletedDate --secret-id NAME; get it back with restore-secret`,
    ]
  return [
    'aws.fault',
    says`${action} failed on ${thing(trouble)}: ${errorName}`,
    says`look at the thing itself, then try again`,
  ]
}

const SENTENCES = {
  ...SIGN_IN,
  region: ({ errorName, resource, detail }, { profile }) => {
    const right = says`write it as AWS does, such as eu-west-1`
    if (errorName === 'NoRegionName')
      return ['aws.region', says`${own(showName(resource))} is not the name of an AWS Region`, right]
    if (/not accepted/.test(detail))
      return ['aws.region', says`what AWS_REGION or the profile says is not the name of an AWS Region`, right]
    return [
      'aws.region',
      profile === null
        ? says`no AWS Region is set`
        : says`no AWS Region is set, neither by itself nor by the profile ${own(showName(profile))}`,
      profile === null
        ? says`name it with --region or AWS_REGION, or run: aws configure set region REGION`
        : says`name it with --region or AWS_REGION, or run: aws configure set region REGION --profile ${profile}`,
    ]
  },
  proxy: (trouble) => [
    'aws.settings',
    says`${thing(trouble)} is not the address of a proxy`,
    says`write it as http://HOST:PORT, or unset it`,
  ],
  'ca-bundle': (trouble) => [
    'aws.settings',
    says`cannot read the CA bundle that ${trouble.errorName === 'ca_bundle' ? 'ca_bundle of the profile' : trouble.errorName} names: ${thing(trouble)}`,
    says`name a file with PEM certificates, or take that setting away`,
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
  garbled: ({ action }) => [
    'aws.unreachable',
    says`what answered ${action} is not AWS, or was cut short`,
    says`look what is in between: HTTPS_PROXY, AWS_ENDPOINT_URL, a sign-in page of this network`,
  ],
  certificate: ({ action, errorName }) => [
    'aws.unreachable',
    says`the certificate of what answered ${action} is not trusted: ${errorName}`,
    says`where a proxy opens TLS, name the file of its CA in AWS_CA_BUNDLE`,
  ],
  unreachable: noAnswer,
  timeout: noAnswer,
  conflict: failed,
  invalid: failed,
  limit: failed,
  unsupported: failed,
  fault: failed,
} as const satisfies Record<AwsReason, (trouble: AwsTrouble, place: AskedPlace) => Words>
