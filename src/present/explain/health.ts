import type { HEALTH_CODES } from '../../model/codes/health.ts'
import type { Explanation } from './explanation.ts'

export const HEALTH_EXPLANATIONS = {
  'health.differs': {
    cause:
      'Every task was started after the key was changed, and yet the runtime says something that this key would not make it say: another tier, the old expiry, or that its license is not valid. Tasks that were being taken down were given half a minute.',
    cure: 'Read the log of the service for "License validation failed". A community build of the platform starts with any key and stays Community. If the URL leads to another deployment, correct --health-url.',
  },
  'health.no-answer': {
    cause:
      'A running deployment was to say when its last verified heartbeat was, and gave no answer. Without it nothing is known of the license, so nothing was judged.',
    cure: 'Check the address, and that this machine may reach it; then try again. Where you know the time yourself, give it with --last-heartbeat in the place of --health-url.',
  },
  'health.no-heartbeat': {
    cause:
      "What answers there says nothing of heartbeats that can be read: it is another address than that of the product's health, or another product, whose licenses have dates and need no heartbeat.",
    cure: 'Name the health endpoint of the product, or give the time with --last-heartbeat. For keys with a date leave --health-url out.',
  },
  'health.silent': {
    cause:
      'A runtime that answered before it was restarted gives no answer any more: it has most likely refused to start.',
    cure: 'Read its log for the reason. The key before was put back, and it was restarted once more.',
  },
} as const satisfies Record<keyof typeof HEALTH_CODES, Explanation>
