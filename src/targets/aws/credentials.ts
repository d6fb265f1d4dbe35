import type { Caller } from '../../host/aws-api.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import { after, type Instant, MINUTE, relative, toIso } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'

/** Credentials that renew themselves are never this close to their end. */
const TOO_SHORT = 5 * MINUTE

/** Credentials that end before a rollout does leave a rotation unfinished. */
export const lasting = ({ expires }: Caller, now: Instant): Shown =>
  expires === null ? says`` : says`, credentials until ${toIso(expires)} (${relative(expires, now)})`

export function shortLived(
  { expires }: Caller,
  now: Instant,
  timeoutMs: number,
): { readonly refusals: readonly Finding[]; readonly warnings: readonly Finding[] } {
  const nothing = { refusals: [], warnings: [] }
  if (expires === null || expires >= after(now, timeoutMs)) return nothing
  const end = own(says`the AWS credentials end at ${toIso(expires)} (${relative(expires, now)})`)
  if (expires < after(now, TOO_SHORT))
    return {
      ...nothing,
      refusals: [
        error(
          'rotation.credentials-short',
          says`${end}: too soon to change a key and follow the tasks`,
          says`get new ones as you got these, then run this again`,
        ),
      ],
    }
  return {
    ...nothing,
    warnings: [
      warning(
        'rotation.credentials-end',
        says`${end}, before the ${minutes(timeoutMs)} that following the rollout may take: unless they renew themselves, it stops on the way, safe, and can be resumed`,
        says`get new ones first, or give it less time with --timeout`,
      ),
    ],
  }
}

const minutes = (milliseconds: number): string =>
  milliseconds < MINUTE ? `${Math.round(milliseconds / 1000)} s` : `${Math.round(milliseconds / MINUTE)} min`
