import type { AwsTrouble } from '../host/aws-api.ts'
import type { Code } from '../model/codes.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { RemotePlace } from './contents.ts'
import { showName } from './may-show.ts'

export type Words = readonly [code: Code, what: Shown, next: Shown]

const PLAIN = /^[\w.@/+-]+$/
const profileFlag = (name: string): string =>
  ` --profile ${PLAIN.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`}`

/** What of a command line says which credentials are meant. */
export const flag = ({ profile }: Pick<RemotePlace, 'profile'>): string =>
  profile === null ? '' : profileFlag(profile)

export const whoAmI = (place: RemotePlace): string => `aws sts get-caller-identity${flag(place)}`
export const thing = ({ resource }: AwsTrouble) => own(showName(resource))

const EXPIRED = /expired/i

/** How somebody gets to be known to AWS, where that did not work. */
export const SIGN_IN = {
  sso: (trouble: AwsTrouble): Words => [
    'aws.credentials',
    says`the SSO session of the AWS profile ${thing(trouble)} has expired, or there was none`,
    says`run: aws sso login${profileFlag(trouble.resource)}`,
  ],
  login: (trouble: AwsTrouble): Words => [
    'aws.credentials',
    says`the session of aws login for the AWS profile ${thing(trouble)} has expired, or there was none`,
    says`run: aws login${profileFlag(trouble.resource)}`,
  ],
  profile: (trouble: AwsTrouble): Words => [
    'aws.credentials',
    says`there is no AWS profile named ${thing(trouble)}`,
    says`to see those that there are, run: aws configure list-profiles`,
  ],
  mfa: (trouble: AwsTrouble, place: RemotePlace): Words => {
    const [what, next] = MFA[trouble.errorName as keyof typeof MFA] ?? MFA.WrongCode
    return ['aws.credentials', what(trouble), next(place)]
  },
  clock: (): Words => [
    'aws.credentials',
    says`AWS refuses the request because the clock of this machine is wrong`,
    says`run: sudo timedatectl set-ntp true`,
  ],
  credentials: (trouble: AwsTrouble, place: RemotePlace): Words => [
    'aws.credentials',
    ...unknown(trouble, place),
  ],
  denied: (trouble: AwsTrouble, place: RemotePlace): Words => [
    'aws.denied',
    says`AWS denies ${trouble.action} on ${thing(trouble)}`,
    trouble.action.startsWith('sts:AssumeRole')
      ? says`allow it to the identity that the profile starts from, and name that one in the trust policy of the role`
      : says`allow it to the identity that this shows: ${whoAmI(place)}`,
  ],
} as const

const again = () => says`run this again: it asks for the code`
const MFA = {
  NobodyToAsk: [
    (trouble: AwsTrouble) =>
      says`a code of the MFA device ${thing(trouble)} is needed, and nobody can be asked for it here`,
    (place: RemotePlace) =>
      says`run: eval "$(aws configure export-credentials${flag(place)} --format env)"; then this again, without --profile and AWS_PROFILE`,
  ],
  AskedBefore: [
    (trouble: AwsTrouble) =>
      says`the AWS credentials have expired, and new ones need another code of the MFA device ${thing(trouble)}`,
    again,
  ],
  NoCode: [
    (trouble: AwsTrouble) => says`no code of the MFA device ${thing(trouble)} was given: it has six digits`,
    again,
  ],
  WrongCode: [
    (trouble: AwsTrouble) => says`AWS refuses the code of the MFA device ${thing(trouble)}`,
    () => says`a code works once: wait for the next one, then run this again`,
  ],
} as const

/** The metadata of an instance that has a role gives its credentials; anywhere else nobody answers. */
const inMetadata = ({ errorName }: AwsTrouble): Shown =>
  errorName === 'NoneInMetadata'
    ? says`, and none from the instance metadata, which was asked last`
    : says`, and the instance metadata was not asked`

function unknown(trouble: AwsTrouble, place: RemotePlace): readonly [what: Shown, next: Shown] {
  const { action, errorName, detail } = trouble
  if (EXPIRED.test(`${errorName} ${detail}`))
    return [
      says`the AWS credentials have expired`,
      says`get new ones as you got these, then look: ${whoAmI(place)}`,
    ]
  if (action === 'credential_process')
    return [
      says`the credential_process of the AWS profile ${thing(trouble)} gives no credentials`,
      says`run that command by itself to see why: aws configure get credential_process${profileFlag(trouble.resource)}`,
    ]
  if (action === 'sts:AssumeRoleWithWebIdentity')
    return [
      says`the web identity token for ${thing(trouble)} cannot be read`,
      says`look at the file that AWS_WEB_IDENTITY_TOKEN_FILE or the profile names`,
    ]
  if (action === 'credentials')
    return [
      says`no AWS credentials are found: none in the environment, none in the AWS files${own(inMetadata(trouble))}`,
      says`run: aws configure${flag(place)}; or name a profile with --profile, one that this shows: aws configure list-profiles`,
    ]
  return [
    says`AWS does not accept the credentials`,
    says`to see whose are used: ${whoAmI(place)}; to set others: aws configure${flag(place)}`,
  ]
}
