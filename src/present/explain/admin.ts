import type { ADMIN_CODES } from '../../model/codes/admin.ts'
import type { Explanation } from './explanation.ts'

export const ADMIN_EXPLANATIONS = {
  'admin.unreachable': {
    cause:
      'The admin API gave no answer: nobody listens there, the name is not known, the certificate is not trusted, or it took too long.',
    cure: 'Check --admin-url and the way there; a certificate of your own: --health-ca FILE. If it happened after the upload, the report says how to see what is live.',
  },
  'admin.denied': {
    cause: 'The admin API refuses the token.',
    cure: 'Use a token of the role that the message names, from a source: --admin-token env:ADMIN_TOKEN. Never on the command line itself.',
  },
  'admin.redirect': {
    cause:
      'The address answers with a redirect. It is not followed: the token and the key would go to whoever it names.',
    cure: 'Name the address that answers itself, as --admin-url.',
  },
  'admin.not-found': {
    cause: 'The address is reached, and has no such call.',
    cure: "Check --admin-url. Where the vendor does not publish the path of the upload, name your version's: --admin-path /PATH.",
  },
  'admin.fault': {
    cause: 'The admin API answered with an error of its own, or refused the key.',
    cure: 'Its log says why. Look at the key with lic inspect, with the public key that the product has.',
  },
  'admin.unknown-form': {
    cause: "The address answers something that is not what this product's license page answers.",
    cure: 'Check --admin-url and --product. Nothing was written.',
  },
  'admin.previous-differs': {
    cause: 'The key given as the way back is not the one that is live: their expiry differs.',
    cure: 'Give the key that is live, or leave --previous out; then there is no way back, and the plan says so. Nothing was written.',
  },
  'admin.changed': {
    cause:
      'The license that is live is not the one that the plan was made for: somebody uploaded another, or the product renewed its own (phone-home). Where that happened after the upload, it is neither replaced nor taken back.',
    cure: 'Plan again: lic rotate SOURCE --dry-run shows what is live now.',
  },
  'admin.no-restart': {
    cause: 'An admin API takes a license into the running process; it restarts nothing.',
    cure: 'Restart the product where it runs, or use lic redeploy with --dotenv and --restart, or on AWS.',
  },
  'admin.no-way-back': {
    cause: 'The API never returns a key, so that lic cannot keep the one that is live.',
    cure: 'If you have that key, give it: --previous SOURCE. Else a failure after the upload stays as it is, for you to finish.',
  },
  'admin.caution': {
    cause: "Something that the vendor's page says of uploads: what they do not reach, or when they are lost.",
    cure: 'Keep the key where the product reads it at start, too, so that a restart finds it.',
  },
} as const satisfies Record<keyof typeof ADMIN_CODES, Explanation>
