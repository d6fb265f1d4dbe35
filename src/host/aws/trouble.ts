import { type AwsReason, AwsTrouble } from '../aws-api.ts'

interface Thrown {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly $fault?: string
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** What the SDK threw, in our words. `wrote`: the call changes something, so a lost answer leaves doubt. */
export function troubleOf(thrown: unknown, action: string, resource: string, wrote: boolean): AwsTrouble {
  if (thrown instanceof AwsTrouble) return thrown
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown
  const reason = reasonOf(error)
  const uncertain = wrote && inDoubt(error, reason)
  const answered = error.$metadata?.httpStatusCode !== undefined
  const name = (answered ? undefined : error.code) ?? error.name ?? 'Error'
  return new AwsTrouble(reason, action, resource, name, error.message ?? '', uncertain)
}

const BY_NAME: readonly (readonly [RegExp, AwsReason])[] = [
  [/Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|LimitExceededRate/, 'throttled'],
  [/RequestTimeTooSkewed|RequestExpired|RequestInTheFuture/, 'clock'],
  [/AccessDenied|Unauthorized(Operation)?$|NotAuthorized|Forbidden/, 'denied'],
  [
    /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|MissingAuthenticationToken|OptInRequired/,
    'credentials',
  ],
  [/ResourceNotFound|ClusterNotFound|ServiceNotFound|NotFoundException/, 'not-found'],
  [/ResourceExists|Conflict|ServiceNotActive|UpdateInProgress/, 'conflict'],
  [/LimitExceeded/, 'limit'],
  [/UnknownOperation|UnsupportedOperation|UnsupportedFeature/, 'unsupported'],
  [/Invalid|Validation|MalformedPolicy|ClientException|Encryption|Decryption|Precondition/, 'invalid'],
  [/InternalService|InternalFailure|ServerException|ServiceUnavailable/, 'fault'],
]

/** The answer did not come, or not all of it. */
const LOST = /Timeout(Error)?\b|ETIMEDOUT|ECONNRESET|PREMATURE_CLOSE/
const UNTRUSTED = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS_CERT)/
const NEVER_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPROXY)/
/** Nothing was sent, or nothing was looked at. */
const BEFORE: ReadonlySet<AwsReason> = new Set([
  'credentials',
  'sso',
  'login',
  'mfa',
  'profile',
  'region',
  'certificate',
])

function reasonOf(error: Thrown): AwsReason {
  const name = error.name ?? ''
  const text = error.message ?? ''
  const status = error.$metadata?.httpStatusCode
  if (/Region is missing|Region not accepted/.test(text)) return 'region'
  if (name === 'AnswerTooLarge') return 'garbled'
  if (LOST.test(`${name} ${error.code ?? ''}`)) return 'timeout'
  if (status === undefined) return withoutAnswer(error, name, text)
  if (status < 400 || (name === 'SyntaxError' && status < 500)) return 'garbled'
  if (/Signature (expired|not yet current)/.test(text)) return 'clock'
  const known = BY_NAME.find(([pattern]) => pattern.test(name))
  if (known) return known[1]
  if (status === 429) return 'throttled'
  if (status >= 500) return 'fault'
  return status === 403 ? 'denied' : 'invalid'
}

function withoutAnswer(error: Thrown, name: string, text: string): AwsReason {
  if (name === 'SyntaxError') return 'garbled'
  if (UNTRUSTED.test(error.code ?? '')) return 'certificate'
  if (/^(ENOENT|EACCES|EISDIR)$/.test(error.code ?? '')) return 'credentials'
  if (/Credential|TokenFile|ParseError/.test(name) || /credentials/i.test(text)) return 'credentials'
  return 'unreachable'
}

function inDoubt(error: Thrown, reason: AwsReason): boolean {
  if (BEFORE.has(reason)) return false
  if (reason === 'garbled' || reason === 'timeout') return true
  const status = error.$metadata?.httpStatusCode
  if (status !== undefined) return status >= 500 && reason !== 'throttled'
  return !NEVER_SENT.test(error.code ?? '')
}
