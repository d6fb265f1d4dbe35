import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { showName } from './may-show.ts'
import { fileError } from './read-source.ts'

const CAP = 1 << 26
const FINGERPRINT = 12

/**
 * Fingerprints that must not pass, one a line: 12 hex digits, or the whole SHA-256 of the same text, of which the first
 * 12 decide. What follows `#` is a comment. By fingerprint, why (empty where nothing is said).
 *
 * @throws LicError source.unreadable; check.revoked-list naming the line that is no fingerprint
 */
export async function readRevoked(path: string, host: Host): Promise<ReadonlyMap<string, Shown | ''>> {
  const from = says`the list of --revoked, file ${own(showName(path))}`
  const { bytes } = await host.files.read(path, CAP).catch((thrown) => {
    throw fileError(thrown, from)
  })
  if (bytes.length > CAP)
    throw new LicError('check.revoked-list', says`${own(from)} is larger than ${CAP >> 20} MiB`)
  const revoked = new Map<string, Shown | ''>()
  new TextDecoder()
    .decode(bytes)
    .split('\n')
    .forEach((line, index) => {
      const [, entry = '', , comment = ''] = /^([^#]*)(#(.*))?$/s.exec(line) ?? []
      const digits = entry.trim().toLowerCase()
      if (digits === '') return
      if (!/^(?:[0-9a-f]{12}|[0-9a-f]{64})$/.test(digits))
        throw new LicError(
          'check.revoked-list',
          says`line ${index + 1} of ${own(from)} is no fingerprint; nothing was checked`,
          says`write 12 hex digits, as lic inspect shows them, or the whole SHA-256, 64; a reason goes after #`,
        )
      revoked.set(digits.slice(0, FINGERPRINT), comment.trim() === '' ? '' : showName(comment.trim()))
    })
  return revoked
}
