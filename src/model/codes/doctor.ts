import { EXIT, type ExitCode } from '../exit.ts'

/** Why a license is not recognised, where the key itself is not to blame. */
export const DOCTOR_CODES = {
  'doctor.variable-name': EXIT.drift,
  'doctor.other-variable': EXIT.drift,
  'doctor.characters': EXIT.drift,
  'doctor.shell-wins': EXIT.drift,
  'doctor.not-passed': EXIT.drift,
  'doctor.other-key': EXIT.drift,
  'doctor.tasks-old': EXIT.drift,
  'doctor.task-refused': EXIT.drift,
  'doctor.refused-in-log': EXIT.drift,
  'doctor.setting': EXIT.drift,
  'doctor.clock': EXIT.drift,
  'doctor.health-differs': EXIT.drift,
  'doctor.no-answer': EXIT.unreachable,
  'doctor.endpoint': EXIT.done,
  'doctor.bundle-there': EXIT.usage,
  'doctor.bundle-not-asked': EXIT.usage,
} as const satisfies Record<string, ExitCode>
