import type { Host } from '../../host/host.ts'
import { productOfVariable, publicKeyVariable } from '../../input/product-variables.ts'
import { readSource } from '../../input/read-source.ts'
import { parseSource } from '../../input/source.ts'
import { MINUTE } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import type { EnvFileRef } from '../../targets/env-file/ref.ts'
import { NOTHING_SAID } from '../../targets/health/again.ts'
import type { HealthRef } from '../../targets/health/ask.ts'
import type { Options, Settings } from '../command.ts'
import type { Flags } from '../flags.ts'
import { durationOf } from './duration.ts'

/** Options that mean something on AWS alone, and with files alone. */
export const OF_AWS = ['secret', 'cluster', 'service', 'sequential', 'via', 'printIamPolicy'] as const

export const OF_FILES = ['dotenv', 'variable', 'restart', 'newPublicKey'] as const

export const addEnvFileOption = (flags: Flags): Flags =>
  flags
    .option('--dotenv <path>', 'the key is in this file of variables, not on AWS: .env')
    .option('--variable <name>', "the variable in that file (default: the product's own)")

export const addRestartOption = (flags: Flags): Flags =>
  flags.option(
    '--restart <command>',
    'have this shell command restart what reads the file, and put the file back if it fails',
  )

export const addPublicKeyOption = (flags: Flags): Flags =>
  flags.option(
    '--new-public-key <source>',
    'the key that verifies the new license: written into the file with it, as one plan',
  )

export const isEnvFile = ({ dotenv, variable, restart, newPublicKey }: Options): boolean => {
  if (typeof dotenv === 'string') return true
  const alone = Object.entries({ variable, restart, 'new-public-key': newPublicKey }).find(
    ([, value]) => value !== undefined,
  )
  if (alone === undefined) return false
  throw new LicError(
    'usage.option',
    says`--${alone[0]} goes with a file of variables, and none is named`,
    says`name it: --dotenv .env`,
  )
}

/** An option as it is written. */
export const written = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

export async function readEnvFile(
  options: Options,
  settings: Settings,
  { variables: [usual] }: Pick<Product, 'variables'>,
  host: Host,
  health: readonly HealthRef[],
): Promise<EnvFileRef> {
  const wrong = OF_AWS.find((name) => options[name] !== undefined && options[name] !== false)
  if (wrong !== undefined)
    throw new LicError(
      'usage.option',
      says`--${written(wrong)} is about AWS, and --dotenv names a file`,
      says`leave one of them out`,
    )
  if (options.prove === 'tasks' || (options.prove !== undefined && typeof options.restart !== 'string'))
    throw new LicError(
      'usage.option',
      options.prove === 'tasks'
        ? says`--prove tasks is about AWS, and --dotenv names a file`
        : says`--prove ${String(options.prove)}: nothing is restarted, so that nothing can be proven`,
      says`have it restarted: --restart 'docker compose up -d'`,
    )
  const path = String(options.dotenv)
  if (path === '') throw new LicError('usage.option', says`--dotenv is empty`)
  const variable = typeof options.variable === 'string' ? options.variable : usual
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(variable))
    throw new LicError('usage.argument', says`--variable is no name of a variable`)
  return {
    path,
    variable,
    publicKey: await publicKeyFor(variable, options, settings, host),
    restart: restartOf(options),
    health,
    prove: options.prove === 'health' ? 'health' : 'restart',
    create: options.create === true,
    timeoutMs: durationOf('--timeout', options.timeout) ?? 30 * MINUTE,
    ...NOTHING_SAID,
  }
}

function restartOf({ restart }: Options): string | null {
  if (typeof restart !== 'string') return null
  if (restart.trim() === '')
    throw new LicError('usage.option', says`--restart is empty`, says`leave it out to restart by hand`)
  return restart
}

/** A product whose license is verified with a key that its operator holds has that in a variable beside it. */
async function publicKeyFor(
  variable: string,
  { newPublicKey }: Options,
  { region, profile }: Settings,
  host: Host,
): Promise<EnvFileRef['publicKey']> {
  const product = productOfVariable(variable)
  const beside = product === null ? null : publicKeyVariable(product)
  if (typeof newPublicKey !== 'string') return beside === null ? null : { variable: beside, text: null }
  if (beside === null)
    throw new LicError(
      'usage.option',
      says`--new-public-key: the product that reads ${variable} has its public keys built in`,
      says`to judge with another key: --public-key`,
    )
  const source = parseSource(newPublicKey)
  if (source === null)
    throw new LicError('usage.argument', says`--new-public-key names no source`, says`write file:public.pem`)
  const { bytes } = await readSource(source, host, { region, profile })
  return { variable: beside, text: bytes.trim() }
}
