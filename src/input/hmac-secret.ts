import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import type { SharedSecret } from '../model/trust.ts'
import { own, says } from '../model/visible.ts'
import { CAP, type RemotePlace } from './contents.ts'
import { readSource } from './read-source.ts'
import { parseSource } from './source.ts'

/** Reads the secret that `--hmac-secret` names, without one line break at its end. Never the secret itself. */
export async function readHmac(given: string, request: RemotePlace, host: Host): Promise<SharedSecret> {
  const source = parseSource(given)
  if (!source)
    throw new LicError(
      'source.argv-key',
      says`--hmac-secret takes a source: a secret on the command line can be read by other users`,
      says`write env:NAME, file:PATH or secret:ID`,
    )
  const { bytes, from } = await readSource(source, host, request).catch((thrown: unknown) => {
    if (!(thrown instanceof LicError) || thrown.code !== 'source.unset') throw thrown
    throw new LicError('usage.argument', says`--hmac-secret: ${own(thrown.says)}`, ...thrown.hints)
  })
  const secret = bytes.replace(/\r?\n$/, '')
  if (secret === '') throw new LicError('usage.argument', says`--hmac-secret: ${own(from)} holds nothing`)
  if (secret.length > CAP)
    throw new LicError('source.unreadable', says`--hmac-secret: ${own(from)} is too large`)
  return { bytes: Buffer.from(secret, 'latin1'), from }
}
