import type { SANDBOX_CODES } from '../../model/codes/sandbox.ts'
import type { Explanation } from './explanation.ts'

export const SANDBOX_EXPLANATIONS = {
  'sandbox.port': {
    cause: 'The port given with --port is in use, or this user may not listen on it.',
    cure: 'Leave --port out, and a free one is taken.',
  },
  'sandbox.not-running': {
    cause:
      'lic sandbox issue asks a running sandbox for a key, and none answers at the endpoint. Only an endpoint on this machine is asked, so that nothing is ever sent to AWS.',
    cure: 'Start lic sandbox in another terminal and use the environment it prints, or name its endpoint with --endpoint.',
  },
  'sandbox.out-file': {
    cause:
      'The file given with --out exists already, or cannot be created. An existing file is never replaced.',
    cure: 'Name another file, or remove the old one first.',
  },
} as const satisfies Record<keyof typeof SANDBOX_CODES, Explanation>
