import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'

/** Those that were taken: to a second reader each would look like nothing at all. */
const taken = new WeakSet<Host['stdin']>()

/** Standard input, for one reader alone. @throws LicError usage.argument for a second one */
export function takeStdin({ stdin }: Host): Host['stdin'] {
  if (taken.has(stdin)) throw onlyOnce()
  taken.add(stdin)
  return stdin
}

export const onlyOnce = (): LicError =>
  new LicError(
    'usage.argument',
    says`standard input can be read only once`,
    says`give the other as file:PATH or env:NAME`,
  )
