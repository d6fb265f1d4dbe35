import type { SCALE_CODES } from '../../model/codes/scale.ts'
import type { Explanation } from './explanation.ts'

export const SCALE_EXPLANATIONS = {
  'scale.near-limit': {
    cause:
      'From 90 % of the node limit on the vendor warns by email, too. Agents and orchestrators count together.',
    cure: 'Nothing has to be done now. Ask for a key that allows more before the next node is needed.',
  },
  'scale.no-limit': {
    cause:
      'Without a limit nobody can say what fits it. The vendor publishes none for the tier that counts now, perhaps because the key has expired, and no runtime was asked, or it did not say.',
    cure: 'Ask a runtime with --health-url, or name service and count yourself: lic scale SERVICE COUNT.',
  },
  'scale.cannot-fit': {
    cause:
      'lic scale --to-fit leaves one task of each service at least, and even those are more than the license allows. Nodes that are gone are counted by the runtime for five minutes yet.',
    cure: 'Wait five minutes and look again; then use a key that allows more, or stop a service with lic scale SERVICE 0.',
  },
  'scale.daemon': {
    cause: 'The service runs one task on every machine of its cluster: ECS takes no desired count for it.',
    cure: 'Change the number of machines. Nothing was written.',
  },
  'scale.auto-scaling': {
    cause:
      'The service is registered with Application Auto Scaling, which brings a count beyond its bounds back within them.',
    cure: 'Change its bounds with the command that is printed, then run this again. Nothing was written.',
  },
  'scale.scaled-by-itself': {
    cause:
      'The service is registered with Application Auto Scaling: its policies and schedules may change the count again, whatever the license allows.',
    cure: 'Keep its most low enough that all services together stay within the license.',
  },
  'scale.controller': {
    cause:
      'The service is deployed by CodeDeploy or by task sets. ECS takes another count there, but a deployment that is in progress is not seen from here.',
    cure: 'Look in CodeDeploy, or wherever it is deployed from, that nothing is in progress.',
  },
  'scale.cloudformation': {
    cause:
      'The service was made by a CloudFormation stack. Where its template sets the desired count, an update of the stack that touches the service writes that count again.',
    cure: 'Give the stack the new count, too, as its parameter or in its template; or leave the count out of the template, and CloudFormation keeps the one that is there.',
  },
  'scale.to-nothing': {
    cause: 'With a desired count of 0 no task of the service runs.',
    cure: 'Go on only if an outage of that service is meant.',
  },
  'scale.not-set': {
    cause: 'ECS did not take the other count: the message says why.',
    cure: 'Mend what it says. The report tells what the counts are now.',
  },
  'scale.tasks-failed': {
    cause:
      'Tasks that were started for the higher count failed. One reason is a runtime that counts more nodes than its license allows ("Maximum nodes reached"); another is a key that it refuses.',
    cure: 'Read the log with the command that is printed. The count of before was set again.',
  },
  'scale.timeout': {
    cause:
      'The tasks that are wanted did not all run when the time was up, though none had failed: perhaps there is no room for them, or they take longer to start or to stop.',
    cure: 'Read the events of the service; give it longer with --timeout. The count of before was set again, unless the report says otherwise.',
  },
  'scale.overtaken': {
    cause:
      'Somebody else, or Application Auto Scaling, changed how many tasks are to run while this was followed.',
    cure: 'Find out who it was; then run the command again. Their count was left as it is.',
  },
} as const satisfies Readonly<Record<keyof typeof SCALE_CODES, Explanation>>
