import type { DOCUMENT_CODES } from '../../model/codes/document.ts'
import type { Explanation } from './explanation.ts'

export const DOCUMENT_EXPLANATIONS = {
  'document.plain-value': {
    cause:
      'A file of a deployment holds the key itself where the name of a secret belongs: whoever reads the file, or describes the service or the task definition, sees it, and a new key needs a new file.',
    cure: 'Keep the key in a secret and name that: "secrets" with valueFrom in ECS, secretKeyRef in Kubernetes, secrets or a variable of the shell in Compose, a dynamic reference or NoEcho parameter in CloudFormation. --fail-on warn makes it a failure.',
  },
  'document.reference': {
    cause:
      'The variable takes its value from elsewhere: a secret, a parameter, the environment of a shell. That is as it should be; there is no key here to check.',
    cure: 'Check the key where it is: secret:ID, env:NAME.',
  },
  'document.malformed': {
    cause:
      'The file names a license variable, or holds what begins like a key, and cannot be read: it is no YAML or JSON from some place on, or a value that should be base64 is not.',
    cure: 'Mend the place that is named. A template has to be filled in first: helm template CHART | lic check - does both.',
  },
  'document.no-match': {
    cause: 'No file matches the pattern, so nothing was checked by it.',
    cure: 'Quote the pattern, so that the shell leaves it to lic, and look with ls from the same folder: ** stands for folders of any depth.',
  },
} as const satisfies Record<keyof typeof DOCUMENT_CODES, Explanation>
