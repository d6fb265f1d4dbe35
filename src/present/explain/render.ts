import type { RENDER_CODES } from '../../model/codes/render.ts'
import type { Explanation } from './explanation.ts'

export const RENDER_EXPLANATIONS = {
  'render.holds-key': {
    cause:
      'With --with-value, lic render prints the license key itself: what it wrote to standard output is a secret.',
    cure: 'Keep it where only its reader can read it (umask 077; lic render ... > .env), never in a repository (lic scan --staged), never in the log of a pipeline. Without --with-value the snippet names where the key comes from.',
  },
  'render.fill-in': {
    cause:
      'A word in capitals in the snippet stands for something that lic was not told or that the vendor does not publish: the Region, the account, the name of a service or a container.',
    cure: 'Put yours in its place. With a full ARN after --secret, nothing of it is left to fill in.',
  },
  'render.caution': {
    cause:
      'What the vendor says of its license variables, where the form of the snippet has no comments to say it in.',
    cure: 'Read it before the snippet goes into place.',
  },
  'render.not-published': {
    cause:
      'The vendor publishes nothing that a snippet of this form could be made of, and lic does not invent names.',
    cure: 'Take another form (--as compose, dotenv, ecs-secrets, cloudformation), or ask the vendor for the names.',
  },
  'render.no-key': {
    cause:
      'What --with-value names is no key of this product, or has a character that these files would not carry unchanged.',
    cure: 'Look at it with lic inspect SOURCE, which says what is wrong with it, and give it as the vendor sent it.',
  },
} as const satisfies Record<keyof typeof RENDER_CODES, Explanation>
