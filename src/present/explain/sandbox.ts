import type { SANDBOX_CODES } from '../../model/codes/sandbox.ts'
import type { Explanation } from './explanation.ts'

export const SANDBOX_EXPLANATIONS = {
  'sandbox.port': {
    cause: 'The port given with --port is in use, or this user may not listen on it.',
    cure: 'Leave --port out, and a free one is taken.',
  },
  'sandbox.no-endpoint': {
    cause:
      'lic sandbox issue asks a running sandbox for a key, and no sandbox is named: AWS_ENDPOINT_URL, or with --product LIC_SANDBOX_URL, is unset or names another machine. Only this machine is ever asked, so that nothing is sent to AWS by mistake.',
    cure: 'Start lic sandbox in another terminal and use the environment it prints, or name its endpoint with --endpoint.',
  },
  'sandbox.not-running': {
    cause: 'Nothing answers at the endpoint, or what answers there is not lic sandbox.',
    cure: 'Start lic sandbox in another terminal and use the environment it prints; each start has another port.',
  },
  'sandbox.out-file': {
    cause:
      'The file given with --out exists already, or cannot be created. An existing file is never replaced.',
    cure: 'Name another file, or remove the old one first.',
  },
  'sandbox.scratch': {
    cause:
      'lic demo keeps its throw-away keys in a folder of its own, where TMPDIR says or else in /tmp, and may not make one there: the file system is read-only or full, or belongs to others.',
    cure: 'Name a folder that you may write in: TMPDIR=/path lic demo.',
  },
} as const satisfies Record<keyof typeof SANDBOX_CODES, Explanation>
