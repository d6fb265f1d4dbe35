import type { FileTrouble } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { isFileTrouble } from './read-source.ts'

const WHY = {
  missing: says`its folder is not there`,
  denied: says`it may not be written`,
  'not-a-file': says`it is no file`,
  other: says`the system refuses it`,
} as const satisfies Record<FileTrouble['reason'], Shown>

/** Words for a file that cannot be written; anything else thrown is left as it is. @param what `--output cannot write a.xml` */
export const writeError = (thrown: unknown, what: Shown): unknown =>
  isFileTrouble(thrown)
    ? new LicError('usage.argument', says`${own(what)}: ${own(WHY[thrown.reason])}`)
    : thrown
