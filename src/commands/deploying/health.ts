import type { Host } from '../../host/host.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { HealthRef } from '../../targets/health/ask.ts'
import type { Options } from '../command.ts'
import type { Flags } from '../flags.ts'

/** Where the runtime is asked what it says. */
export const addHealthOptions = (flags: Flags): Flags =>
  flags
    .option('--health-url <url>', 'ask the runtime here what it says, repeatable', { repeatable: true })
    .option('--health-host-name <name>', 'ask for this host, and verify it, where the URL names another')
    .option('--health-ca <file>', 'trust the certificates in this PEM file for --health-url')

const NO_URL = { protocol: '', username: '', password: '' }

/** Where the runtime is asked what it says, and whose certificates are trusted there. */
export async function healthRefs(options: Options, host: Host): Promise<readonly HealthRef[]> {
  const ca = await certificatesOf(options, host)
  if (options.prove === 'health' && list(options.healthUrl).length === 0)
    throw new LicError(
      'usage.option',
      says`--prove health asks the runtime, and no --health-url says where`,
      says`add --health-url https://HOST:8080/health for each service`,
    )
  needed(options)
  return list(options.healthUrl).map((url) => {
    const { protocol, username, password } = URL.canParse(url) ? new URL(url) : NO_URL
    if (username !== '' || password !== '')
      throw new LicError(
        'usage.argument',
        says`--health-url has a user or a password in it, which plans and reports would show`,
        says`name an address that answers without: http://HOST:8080/health`,
      )
    if (protocol !== 'http:' && protocol !== 'https:')
      throw new LicError(
        'usage.argument',
        says`--health-url is no http or https URL`,
        says`write it in full: https://HOST:8080/health`,
      )
    return { url, hostName: hostNameOf(options), ca }
  })
}

/** What is said of how the runtime is asked, where it is not asked at all. */
function needed({ healthUrl, adminUrl, healthCa, healthHostName }: Options): void {
  const alone = Object.entries({ 'health-ca': healthCa, 'health-host-name': healthHostName }).find(
    ([, value]) => value !== undefined,
  )
  if (alone === undefined || typeof adminUrl === 'string' || list(healthUrl).length > 0) return
  throw new LicError(
    'usage.option',
    says`--${alone[0]} is about --health-url, and none is named`,
    says`name it: --health-url https://HOST:8080/health`,
  )
}

const LARGEST_CA = 1 << 20

export const hostNameOf = ({ healthHostName: name }: Options): string | null =>
  typeof name === 'string' ? name : null

/** The file of `--health-ca`, and what is in it. */
export async function certificatesOf({ healthCa: file }: Options, host: Host): Promise<HealthRef['ca']> {
  return typeof file === 'string' ? { pem: await certificates(file, host), file } : null
}

async function certificates(path: string, host: Host): Promise<string> {
  const file = await host.files.read(path, LARGEST_CA).catch(() => null)
  const pem = file === null ? '' : Buffer.from(file.bytes).toString('latin1')
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new LicError('usage.argument', says`--health-ca names no readable PEM file with certificates`)
  return pem
}

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
