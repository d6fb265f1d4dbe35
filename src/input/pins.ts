import { LicError } from '../model/lic-error.ts'
import { own, says } from '../model/visible.ts'
import { showName } from './may-show.ts'

/** The SHA-256 of every public key that may be given, as lower-case hex. @param anchors how many were given */
export function parsePins(text: string, anchors: number): readonly string[] {
  const pins = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((pin) => pin !== '')
  if (pins.length === 0 || pins.some((pin) => !/^[0-9a-f]{64}$/.test(pin)))
    throw new LicError(
      'usage.argument',
      says`--pin takes the SHA-256 of a public key: 64 hex digits`,
      says`of an Ed25519 PEM file: openssl pkey -pubin -in FILE -outform DER | tail -c 32 | sha256sum`,
      says`of an RSA PEM file: openssl pkey -pubin -in FILE -outform DER | sha256sum`,
    )
  if (anchors === 0)
    throw new LicError(
      'usage.argument',
      says`--pin without a public key says nothing`,
      says`give the key that it should match: --public-key SOURCE --pin ${own(showName(pins[0] ?? ''))}`,
    )
  return pins
}
