import type { Code } from '../../model/codes.ts'
import { ADMIN_EXPLANATIONS } from './admin.ts'
import { CHECK_EXPLANATIONS } from './check.ts'
import { DIFF_EXPLANATIONS } from './diff.ts'
import { DOCTOR_EXPLANATIONS } from './doctor.ts'
import { DOCUMENT_EXPLANATIONS } from './document.ts'
import type { Explanation } from './explanation.ts'
import { FILE_EXPLANATIONS } from './file.ts'
import { HEALTH_EXPLANATIONS } from './health.ts'
import { KEY_EXPLANATIONS } from './key.ts'
import { PROJECT_EXPLANATIONS } from './project.ts'
import { REMOTE_EXPLANATIONS } from './remote.ts'
import { RENDER_EXPLANATIONS } from './render.ts'
import { ROTATION_EXPLANATIONS } from './rotation.ts'
import { SANDBOX_EXPLANATIONS } from './sandbox.ts'
import { SCALE_EXPLANATIONS } from './scale.ts'
import { SCAN_EXPLANATIONS } from './scan.ts'
import { SOURCE_EXPLANATIONS } from './source.ts'
import { STATUS_EXPLANATIONS } from './status.ts'
import { TOKEN_EXPLANATIONS } from './token.ts'

/** Cause and cure of every code. */
export const EXPLANATIONS: Readonly<Record<Code, Explanation>> = {
  ...KEY_EXPLANATIONS,
  ...TOKEN_EXPLANATIONS,
  ...CHECK_EXPLANATIONS,
  ...SOURCE_EXPLANATIONS,
  ...PROJECT_EXPLANATIONS,
  ...DIFF_EXPLANATIONS,
  ...REMOTE_EXPLANATIONS,
  ...ROTATION_EXPLANATIONS,
  ...SCALE_EXPLANATIONS,
  ...ADMIN_EXPLANATIONS,
  ...FILE_EXPLANATIONS,
  ...HEALTH_EXPLANATIONS,
  ...SANDBOX_EXPLANATIONS,
  ...SCAN_EXPLANATIONS,
  ...DOCUMENT_EXPLANATIONS,
  ...RENDER_EXPLANATIONS,
  ...STATUS_EXPLANATIONS,
  ...DOCTOR_EXPLANATIONS,
}
