import type { PROJECT_CODES } from '../../model/codes/project.ts'
import type { Explanation } from './explanation.ts'

export const PROJECT_EXPLANATIONS = {
  'project.unreadable': {
    cause:
      'There is a lic.config.json between the working directory and the root of the repository, and it cannot be read: it is a link, no regular file, too large, or not readable by this user. It is not passed over, because it may ask for more than the command line does.',
    cure: 'Put a regular file there, or take it away. A link is not followed: it could lead out of the repository.',
  },
  'project.syntax': {
    cause: 'lic.config.json is no JSON. Comments, trailing commas and a byte-order mark are none.',
    cure: 'Correct the line that the message names.',
  },
  'project.field': {
    cause:
      'A field of lic.config.json is unknown, stands there twice, is missing, or has a value that does not belong there. What would loosen a check (a shorter warning than without the file, a missing key that passes) does not belong there.',
    cure: 'Correct the field that the message names; lic help config prints everything that may stand there, as a JSON Schema for editors.',
  },
  'project.forbidden': {
    cause:
      'lic.config.json names something that a repository has no say in: public keys to trust, consents, approval, commands, endpoints, credentials, or a key itself. Whoever can change the repository could otherwise let a bad key pass.',
    cure: 'Take the field out and say it where lic is run, with an option or a variable (lic help environment). A key that stood there is exposed: ask for another one.',
  },
  'project.no-deployment': {
    cause:
      '--deployment names a deployment that lic.config.json does not have, or there is no lic.config.json between the working directory and the root of the repository.',
    cure: 'Name one that it has, run lic where the file is, or say --secret, --cluster and --service instead.',
  },
  'project.exists': {
    cause: 'lic init --write found a lic.config.json in this folder. It is never replaced by the way.',
    cure: 'Compare it with what lic init prints; replace it with lic init --write --force.',
  },
  'init.nothing': {
    cause:
      'lic init found no service in the cluster, and no .env or Compose file in this folder, that names a license variable.',
    cure: 'Name the cluster with --cluster and the Region with --region, or run it in the folder with the .env file.',
  },
} as const satisfies Record<keyof typeof PROJECT_CODES, Explanation>
