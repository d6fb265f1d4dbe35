import { AwsTrouble } from '../aws-api.ts'
import { type ProfileSettings, profileSettings } from './profile.ts'
import { troubleOf } from './trouble.ts'

type Env = Readonly<Record<string, string | undefined>>

interface Link {
  readonly name: string
  readonly settings: ProfileSettings | null
}

/** Which call or command of the chain of credentials failed, and for which profile: the SDK says only that none were found. */
export async function brokenLink(
  thrown: unknown,
  named: string | undefined,
  env: Env,
  askedMetadata = false,
): Promise<AwsTrouble> {
  if (thrown instanceof AwsTrouble) return thrown
  const links = await linksFrom(named ?? 'default')
  const missing = links.find(({ settings }) => settings === null)
  if (missing !== undefined && (named !== undefined || links.length > 1))
    return new AwsTrouble('profile', 'credentials', missing.name, 'NoProfile', '', false)
  const [action, resource] = callOf(links, env)
  const trouble = troubleOf(thrown, action, resource, false)
  const as = (reason: 'sso' | 'mfa' | 'login' | 'denied', about: string) =>
    new AwsTrouble(reason, action, about, trouble.errorName, trouble.detail, false)
  const sso = links.find(isSso)
  if (sso !== undefined && SESSION_OVER.test(`${trouble.errorName} ${trouble.detail}`))
    return as('sso', sso.name)
  const login = links.find(({ settings }) => settings?.login_session !== undefined)
  if (login !== undefined && LOGIN_OVER.test(trouble.detail)) return as('login', login.name)
  if (login !== undefined && NOT_RENEWED.test(trouble.detail)) return as('denied', login.name)
  if (WRONG_CODE.test(trouble.detail)) return as('mfa', mfaOf(links) ?? resource)
  if (action === 'credentials' && trouble.reason === 'credentials')
    return new AwsTrouble('credentials', action, resource, askedMetadata ? ASKED : NOWHERE, '', false)
  return trouble
}

/** No place has any: the last that was asked is the metadata of the instance, or that was not asked. */
const ASKED = 'NoneInMetadata'
const NOWHERE = 'NoneAnywhere'

/** In the words of the token cache, of the token provider and of the SSO portal. */
const SESSION_OVER = /SSO session|Token is expired|SSO Token|UnauthorizedException|Session token not found/i
/** In the words of the provider: no token in its cache, one that is spoilt, one that is not renewed any more. */
const LOGIN_OVER = /re-?authenticate|Failed to load (a )?token|Token validation failed/
const NOT_RENEWED = /CreateOAuth2Token/
const WRONG_CODE = /MultiFactorAuthentication failed/

/** A profile, the one it takes its credentials from, and so on. */
async function linksFrom(name: string): Promise<readonly Link[]> {
  const links: Link[] = []
  for (let next: string | undefined = name; next !== undefined; ) {
    const settings: Link['settings'] = await profileSettings(next)
    links.push({ name: next, settings })
    const source: string | undefined = settings?.source_profile
    next = links.some((link) => link.name === source) ? undefined : source
  }
  return links
}

const isSso = ({ settings }: Link): boolean =>
  settings?.sso_session !== undefined || settings?.sso_start_url !== undefined

const mfaOf = (links: readonly Link[]): string | undefined =>
  links.find(({ settings }) => settings?.mfa_serial !== undefined)?.settings?.mfa_serial

/** The outermost thing that the credentials are got from. */
function callOf([first]: readonly Link[], env: Env): readonly [action: string, resource: string] {
  const { name = 'default', settings } = first ?? {}
  const role = settings?.role_arn
  if (settings?.web_identity_token_file !== undefined) return ['sts:AssumeRoleWithWebIdentity', role ?? name]
  if (role !== undefined) return ['sts:AssumeRole', role]
  if (settings?.credential_process !== undefined) return ['credential_process', name]
  if (settings?.login_session !== undefined) return ['signin:CreateOAuth2Token', name]
  if (first !== undefined && isSso(first)) return ['sso:GetRoleCredentials', name]
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE !== undefined)
    return ['sts:AssumeRoleWithWebIdentity', env.AWS_ROLE_ARN ?? 'a role']
  return ['credentials', name]
}
