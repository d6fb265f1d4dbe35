import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import type { Options } from './command.ts'

/** What a key must name, by `--expect-identity`. An empty one is a variable that was not set: it would fail every key. */
export function identityOf({ expectIdentity: given }: Options): string | null {
  if (typeof given !== 'string') return null
  if (given === '')
    throw new LicError(
      'usage.argument',
      says`--expect-identity is empty`,
      says`write the ORG_ID of the agent: is the variable set that it comes from?`,
    )
  return given
}
