import { type Host, type HttpAnswer, HttpTrouble } from '../../../host/host.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { SECOND } from '../../../model/instant.ts'
import type { KeyText } from '../../../model/key-text.ts'
import { says } from '../../../model/visible.ts'
import type { AdminRef } from '../ref.ts'

const WAIT = 20 * SECOND
const CAP = 1 << 20

const utf8 = (text: KeyText): string => Buffer.from(text.reveal(), 'latin1').toString('utf8')

/** What came back; a trouble is an answer, too, since nothing may be thrown that quotes a token. */
export type Called = HttpAnswer | HttpTrouble

const requestOf = (ref: AdminRef, path: string) => ({
  url: new URL(path, ref.url).href,
  timeoutMs: WAIT,
  capBytes: CAP,
  authorization: `Bearer ${utf8(ref.token)}`,
  ...(ref.hostName === null ? {} : { hostName: ref.hostName }),
  ...(ref.ca === null ? {} : { ca: ref.ca }),
})

const caught = (thrown: unknown): HttpTrouble => {
  if (thrown instanceof HttpTrouble) return thrown
  throw thrown
}

export const read = (host: Host, ref: AdminRef, path: string): Promise<Called> =>
  host.get(requestOf(ref, path)).catch(caught)

export const upload = (
  host: Host,
  ref: AdminRef,
  path: string,
  field: string,
  key: KeyText,
): Promise<Called> => host.post(requestOf(ref, path), JSON.stringify({ [field]: utf8(key) })).catch(caught)

/** An answer that says yes; null for any other. */
export const yes = (called: Called): HttpAnswer | null =>
  !(called instanceof HttpTrouble) && called.status >= 200 && called.status < 300 ? called : null

/** Why a call did not do what it was for; the body of an answer is never quoted: it may hold what was sent. */
export function whyNot(called: Called, { url, tokenSource }: AdminRef, path: string, role: string): Finding {
  const where = new URL(path, url).href
  if (called instanceof HttpTrouble)
    return error(
      'admin.unreachable',
      says`${where} gave no answer (${called.reason})`,
      says`check the address, and that this machine may reach it`,
    )
  const { status, location } = called
  if (status >= 300 && status < 400)
    return error(
      'admin.redirect',
      says`${where} leads elsewhere (HTTP ${status}${location === undefined ? '' : `, ${location}`}), and the token is not taken there`,
      says`name the address that answers itself: --admin-url`,
    )
  if (status === 401 || status === 403)
    return error(
      'admin.denied',
      says`${where} refuses the token (HTTP ${status})`,
      says`it must be one of ${role}; it was read from ${tokenSource}`,
    )
  if (status === 404 || status === 405)
    return error(
      'admin.not-found',
      says`there is no such call at ${where} (HTTP ${status})`,
      says`check --admin-url, and --admin-path for the upload`,
    )
  return error(
    'admin.fault',
    says`${where} answered HTTP ${status}`,
    says`its log says why; what it answered is not printed, for it may quote what was sent`,
  )
}
