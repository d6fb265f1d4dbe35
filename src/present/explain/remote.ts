import type { REMOTE_CODES } from '../../model/codes/remote.ts'
import type { Explanation } from './explanation.ts'

export const REMOTE_EXPLANATIONS = {
  'aws.unreachable': {
    cause:
      'AWS did not answer: no network, a proxy in between, a name that does not resolve, a certificate that is not trusted, an answer that is none of AWS (the sign-in page of a network), or a time-out.',
    cure: 'Check the network, HTTPS_PROXY, AWS_CA_BUNDLE and AWS_ENDPOINT_URL, then run the command again. Nothing was changed by a call that only reads.',
  },
  'aws.throttled': {
    cause: 'AWS asked us to slow down, and went on asking after several tries.',
    cure: 'Wait a minute and run the command again. Many commands at once share one limit per account and Region.',
  },
  'aws.fault': {
    cause: 'AWS answered with an error of its own, or with one that this command does not expect.',
    cure: 'Run it again with --debug, which names every call and its outcome. The AWS Health Dashboard tells of outages.',
  },
  'aws.denied': {
    cause:
      'The identity in use may not make this call. A policy, a permission boundary or a key policy is in the way.',
    cure: 'Look who you are with aws sts get-caller-identity, and have the named action allowed on the named resource.',
  },
  'aws.not-looked': {
    cause:
      'Something that is good to know could not be looked at: the versions of the secret, or which other services read it. The plan does not rest on it.',
    cure: 'Nothing has to be done. To have it looked at, allow the call that the message names.',
  },
  'aws.credentials': {
    cause:
      'There are no AWS credentials, they have expired, AWS refuses them, the named profile does not exist, a code of an MFA device is missing, or the clock of this machine is so wrong that signatures are refused.',
    cure: 'Follow the hint: sign in again (aws sso login), name a profile that exists, or set the clock. aws sts get-caller-identity tells when it works.',
  },
  'aws.region': {
    cause:
      'No AWS Region is set: neither --region, nor AWS_REGION, nor the profile names one, or what is named cannot be one.',
    cure: 'Give --region, or set AWS_REGION.',
  },
  'aws.settings': {
    cause:
      'A variable or a setting that says how AWS is reached cannot be used: HTTPS_PROXY or HTTP_PROXY is no address, or AWS_CA_BUNDLE, or ca_bundle of the profile, names a file that cannot be read. Going on without it would take another way than the one that was asked for.',
    cure: 'Mend the variable, or unset it.',
  },
  'aws.two-identities': {
    cause:
      'AWS_PROFILE and AWS_ACCESS_KEY_ID are both set. lic uses the profile; the aws command would use the access key, so the two may be different identities.',
    cure: 'Unset the one that is not meant. aws sts get-caller-identity shows who the aws command is; the plan of a rotation shows who lic is.',
  },
  'aws.not-found': {
    cause: 'What was named does not exist in this account and Region.',
    cure: 'Check the name, the Region and the account; aws sts get-caller-identity names the account.',
  },
} as const satisfies Record<keyof typeof REMOTE_CODES, Explanation>
