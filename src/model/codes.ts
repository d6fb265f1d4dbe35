import { ADMIN_CODES } from './codes/admin.ts'
import { CHECK_CODES } from './codes/check.ts'
import { DIFF_CODES } from './codes/diff.ts'
import { DOCTOR_CODES } from './codes/doctor.ts'
import { DOCUMENT_CODES } from './codes/document.ts'
import { FILE_CODES } from './codes/file.ts'
import { HEALTH_CODES } from './codes/health.ts'
import { PROJECT_CODES } from './codes/project.ts'
import { REMOTE_CODES } from './codes/remote.ts'
import { RENDER_CODES } from './codes/render.ts'
import { ROTATION_CODES } from './codes/rotation.ts'
import { SANDBOX_CODES } from './codes/sandbox.ts'
import { SCALE_CODES } from './codes/scale.ts'
import { SCAN_CODES } from './codes/scan.ts'
import { SOURCE_CODES } from './codes/source.ts'
import { STATUS_CODES } from './codes/status.ts'
import { VERDICT_CODES } from './codes/verdict.ts'
import type { ExitCode } from './exit.ts'

/**
 * Every code a message can carry, with the exit code it leads to when it is an error.
 * Names are stable: users match on them. `present/explain` says cause and cure of each.
 */
export const CODES = {
  ...VERDICT_CODES,
  ...CHECK_CODES,
  ...SOURCE_CODES,
  ...PROJECT_CODES,
  ...DIFF_CODES,
  ...REMOTE_CODES,
  ...ROTATION_CODES,
  ...SCALE_CODES,
  ...ADMIN_CODES,
  ...FILE_CODES,
  ...HEALTH_CODES,
  ...SANDBOX_CODES,
  ...SCAN_CODES,
  ...DOCUMENT_CODES,
  ...RENDER_CODES,
  ...STATUS_CODES,
  ...DOCTOR_CODES,
} as const satisfies Record<string, ExitCode>

export type Code = keyof typeof CODES

/** What the process ends with where this is what it has to say. */
export const exitCodeOf = ({ code }: { readonly code: Code }): ExitCode => CODES[code]
