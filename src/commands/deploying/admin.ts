import type { Host } from '../../host/host.ts'
import { given } from '../../input/key-source.ts'
import { readSource } from '../../input/read-source.ts'
import { parseSource } from '../../input/source.ts'
import type { KeyText } from '../../model/key-text.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { NOTHING_SAID } from '../../targets/health/again.ts'
import type { AdminRef } from '../../targets/http-admin/ref.ts'
import type { Options, Settings } from '../command.ts'
import type { Flags } from '../flags.ts'
import { OF_AWS, OF_FILES, written } from './env-file.ts'
import { certificatesOf, hostNameOf } from './health.ts'

export const addAdminOptions = (flags: Flags): Flags =>
  flags
    .option('--admin-url <url>', 'the running product takes keys over its own admin API, here: https://HOST')
    .option('--admin-token <source>', 'where its admin token is: env:NAME, file:PATH, -')
    .option('--admin-path <path>', "where it takes keys (default: the product's own)")

/** Of a verb that puts a key somewhere. */
export const addPreviousOption = (flags: Flags): Flags =>
  flags.option('--previous <source>', 'the key that is live now, to go back to: no admin API returns it')

export const isAdmin = ({ adminUrl, adminToken, adminPath, previous }: Options): boolean => {
  if (typeof adminUrl === 'string') return true
  const alone = Object.entries({ 'admin-token': adminToken, 'admin-path': adminPath, previous }).find(
    ([, value]) => value !== undefined,
  )
  if (alone === undefined) return false
  throw new LicError(
    'usage.option',
    says`--${alone[0]} goes with an admin API, and none is named`,
    says`name it: --admin-url https://HOST`,
  )
}

/** The API answers whether the key is live, and makes nothing that is not there. */
const NEEDLESS = ['healthUrl', 'prove', 'create'] as const

/** An admin API is one place, a secret or a file are others. */
export function onlyOne(options: Options): void {
  const given = (name: string) => options[name] !== undefined && options[name] !== false
  const wrong = [...OF_AWS, ...OF_FILES].find(given)
  if (wrong !== undefined)
    throw new LicError(
      'usage.option',
      says`--${written(wrong)} names another place than --admin-url does`,
      says`leave one of them out`,
    )
  const useless = NEEDLESS.find(given)
  if (useless !== undefined)
    throw new LicError(
      'usage.option',
      says`--${written(useless)} does nothing with --admin-url: the API itself is asked what is live`,
      says`leave it out`,
    )
}

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/

/** A token and a key go there: encrypted, unless they stay on this machine. */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const what =
    url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')
      ? says`--admin-url is no http or https URL`
      : url.href !== `${url.origin}/`
        ? says`--admin-url is to name a host, and nothing behind it`
        : url.protocol === 'http:' && !LOOPBACK.test(url.hostname)
          ? says`--admin-url is not encrypted, and a token and a key would go there`
          : null
  if (url === null || what !== null)
    throw new LicError(
      'usage.argument',
      says`${own(what ?? says``)}`,
      says`write https://HOST; plain http goes to this machine only`,
    )
  return url.origin
}

export async function readAdmin(
  options: Options,
  settings: Settings,
  host: Host,
  timeoutMs: number,
): Promise<AdminRef> {
  if (typeof options.adminToken !== 'string')
    throw new LicError(
      'usage.option',
      says`--admin-url needs the token of an administrator`,
      says`name where it is: --admin-token env:ADMIN_TOKEN`,
    )
  const path = options.adminPath
  if (typeof path === 'string' && !/^\/[\w./~-]*$/.test(path))
    throw new LicError(
      'usage.argument',
      says`--admin-path is no path`,
      says`write it from the root: /v1/license`,
    )
  const token = await secretFrom('--admin-token', options.adminToken, settings, host)
  const previous =
    typeof options.previous === 'string'
      ? {
          text: await secretFrom('--previous', options.previous, settings, host),
          source: options.previous,
        }
      : null
  return {
    url: addressOf(String(options.adminUrl)),
    uploadPath: typeof path === 'string' ? path : null,
    token,
    tokenSource: options.adminToken,
    hostName: hostNameOf(options),
    ca: (await certificatesOf(options, host))?.pem ?? null,
    previous,
    timeoutMs,
    ...NOTHING_SAID,
  }
}

/** What a source holds, without a line break at its end; never the text itself where a source belongs. */
async function secretFrom(
  flag: string,
  text: string,
  { region, profile }: Settings,
  host: Host,
): Promise<KeyText> {
  const source = parseSource(text)
  if (source === null)
    throw new LicError(
      'usage.argument',
      says`${flag} names no source; what was given is not shown`,
      says`write where it is: env:NAME, file:PATH, - for standard input`,
    )
  const { text: found } = await given(await readSource(source, host, { region, profile }))
  if (found.length === 0) throw new LicError('source.empty', nothingIn(flag))
  return found
}

const nothingIn = (flag: string): Shown => says`${flag}: there is nothing in it`
