import { EXIT, type ExitCode } from '../exit.ts'

/** What can be said of a product's admin API. */
export const ADMIN_CODES = {
  'admin.unreachable': EXIT.unreachable,
  'admin.denied': EXIT.credentials,
  'admin.redirect': EXIT.refused,
  'admin.not-found': EXIT.refused,
  'admin.fault': EXIT.unreachable,
  'admin.unknown-form': EXIT.refused,
  'admin.previous-differs': EXIT.refused,
  'admin.changed': EXIT.overtaken,
  'admin.no-restart': EXIT.refused,
  'admin.no-way-back': EXIT.done,
  'admin.caution': EXIT.done,
} as const satisfies Record<string, ExitCode>
