import type { ROTATION_CODES } from '../../model/codes/rotation.ts'
import { DEPLOYMENT_EXPLANATIONS } from './deployment.ts'
import type { Explanation } from './explanation.ts'
import { IN_FLIGHT_EXPLANATIONS } from './in-flight.ts'

const PLAN_FIRST = 'Run the command with --dry-run and read the plan; then run it with --yes.'
const WHAT_NOW =
  'The report names where the label AWSCURRENT is and prints the exact commands to go on, or to go back. Run the first of them: it only reads.'

export const ROTATION_EXPLANATIONS = {
  ...DEPLOYMENT_EXPLANATIONS,
  ...IN_FLIGHT_EXPLANATIONS,
  'rotation.key-not-usable': {
    cause:
      'Only a key that new tasks would start with is put into place. This one is forged, cannot be read, is refused by its runtime, or is past its term and grace. For redeploy: the key in the secret would not start a new task.',
    cure: "Run lic inspect on it: it says what is wrong and what to do. No --allow opens this: its tasks would not start, or it is not the vendor's. Nothing was written.",
  },
  'rotation.sooner-expiry': {
    cause: 'The new key expires before the one that is there. Usually an older mail was used by mistake.',
    cure: "Compare both with lic inspect, and use the key that lasts longer; or, if that is meant, say so: --allow sooner-expiry --reason 'WHY'. Nothing was written.",
  },
  'rotation.lower-tier': {
    cause:
      'The new key is of a lower tier than the one that is there: limits would shrink and features would go.',
    cure: "Run lic limits with both tiers to see what would be lost; ask the vendor for the right key; or, if that is meant, say so: --allow downgrade --reason 'WHY'. Nothing was written.",
  },
  'rotation.other-identity': {
    cause: 'The new key was issued to another organization or deployment than the one that is there.',
    cure: "Check that secret, Region and account are those of the right deployment, and that the key is yours; if it is, say so: --allow other-identity --reason 'WHY'. Nothing was written.",
  },
  'rotation.fewer-limits': {
    cause:
      'The new key allows less of something than the one that is there: a limit is lower, or a feature goes. The message names each.',
    cure: "Use another key; or, if that is meant, say so: --allow downgrade --reason 'WHY'. Nothing was written.",
  },
  'rotation.over-limit': {
    cause:
      'More nodes are to run than the key allows. It is refused only where a runtime counts nodes against a limit on its health endpoint (--health-url); else it is a warning.',
    cure: "Scale down first, or use a key that allows more; or, if that is meant, say so: --allow over-limit --reason 'WHY'. Nothing was written.",
  },
  'rotation.expired': {
    cause: 'The key has expired, and is in its grace: a new task would start with it, on reduced limits.',
    cure: "Use a key that is in term; or, if that is meant, say so: --allow expired --reason 'WHY'. Nothing was written.",
  },
  'rotation.unverifiable': {
    cause:
      'Nobody here can check the signature of the key: it carries none that can be checked, or the secret that made it is not known here.',
    cure: "Give the means to check it (--public-key, --hmac-secret); or, if you know where the key comes from, say so: --allow unverifiable --reason 'WHY'. Nothing was written.",
  },
  'rotation.caution': {
    cause:
      'The product manages its license itself, so that putting another into place is not all there is to it.',
    cure: "Read what the message says, and follow the vendor's own way where there is one.",
  },
  'rotation.consent-not-needed': {
    cause: 'Something was allowed with --allow that nothing called for.',
    cure: 'Leave that --allow out, or check that the keys are those you meant.',
  },
  'rotation.other-product': {
    cause: 'The new key belongs to another product than the key that is there.',
    cure: 'Name the right secret with --secret. Nothing was written.',
  },
  'rotation.no-archive': {
    cause:
      'No version of the secret is labelled as an archived key to go back to: none was archived, or those that were have failed, or hold the key that is live.',
    cure: 'Look at what is kept with lic history. A version without that label can be named: lic rollback --to VERSION. Nothing was written.',
  },
  'rotation.archive-unknown': {
    cause: 'No kept version has a fingerprint or an id that begins as --to says.',
    cure: 'Look at what is kept with lic history, and name one of them. Nothing was written.',
  },
  'rotation.archive-ambiguous': {
    cause: 'More than one kept key has a fingerprint or an id that begins as --to says.',
    cure: 'Write more of it; the message lists them. Nothing was written.',
  },
  'rotation.archive-failed': {
    cause: 'The version that --to names is labelled lic-failed: a rotation to it failed and was undone.',
    cure: 'Go back to another one; lic history lists them. If you know why it failed and that it would not again, rotate to that key from its own source. Nothing was written.',
  },
  'rotation.archive-unreadable': {
    cause:
      'The archived version cannot be read as it should: a permission is missing, its encryption key is gone, or no key stands in it where one should.',
    cure: 'Follow the reason in the message, or name another version with --to; lic history lists them. Nothing was written.',
  },
  'rotation.node-peak': {
    cause:
      'While a service is redeployed, old and new tasks run side by side, so that for some minutes more nodes are counted than usual; up to 5 that are gone count as well, until their heartbeats run out. Over the limit of the license new tasks may refuse to start.',
    cure: 'Redeploy one service after the other with --sequential, scale down first, or lower the maximum percent of the services.',
  },
  'rotation.credentials-short': {
    cause:
      'The AWS credentials in use end within five minutes. A rotation that loses them in the middle can neither prove anything nor take anything back.',
    cure: 'Get new ones (aws sso login, or assume the role again), then run the command again. Nothing was written.',
  },
  'rotation.credentials-end': {
    cause:
      'The AWS credentials in use end before the time that the rollout may take. Those of a profile, a role or a machine renew themselves; those in environment variables do not.',
    cure: 'Get new ones first. If they end on the way, the rotation stops unfinished and safe, and goes on with new ones.',
  },
  'rotation.no-undo': {
    cause:
      "The key that is live now would not start a new task any more: it is past its grace, or in a form that today's runtime refuses. Going back to it would stop what still runs.",
    cure: 'Nothing to do: it is said so that you know. If the rotation fails after the move, the report says how to finish by hand.',
  },
  'rotation.current-key': {
    cause: 'Something is wrong with the key that is live now.',
    cure: 'Replacing it is what you are about to do. lic inspect secret:NAME says more about it.',
  },
  'rotation.not-approved': {
    cause: 'A plan is carried out only after somebody said yes: at the prompt on a terminal, or with --yes.',
    cure: PLAN_FIRST,
  },
  'rotation.declined': {
    cause: 'The question whether to carry the plan out was not answered with yes.',
    cure: PLAN_FIRST,
  },
  'rotation.changed': {
    cause:
      'Something that the plan rests on was changed by somebody else: before the lock was taken, and then what had been prepared was taken away again; or after it, by another process that goes on with this very rotation or takes it back, and then its work is left to it.',
    cure: 'Look who else is at work: lic history says what is live and in flight. Let it finish where it goes on with this rotation, then run the command again: it makes a new plan.',
  },
  'rotation.locked': {
    cause: 'Somebody else put a key under the lock lic-pending a moment before.',
    cure: 'Wait until that rotation is through, then run the command again. Nothing that runs was touched by this run.',
  },
  'rotation.write-failed': {
    cause: 'AWS refused a change to the secret, so that it surely did not happen.',
    cure: 'Follow the hint, usually a missing permission on secretsmanager:PutSecretValue or UpdateSecretVersionStage, and run the command again.',
  },
  'rotation.answer-lost': {
    cause: 'AWS did not answer a change, and could not be asked either whether it happened.',
    cure: WHAT_NOW,
  },
  'rotation.overtaken': {
    cause: 'While the rollout was followed, somebody else moved the label AWSCURRENT. Their key counts now.',
    cure: 'Find out who it was and what they intend. This run touched nothing more than its own labels.',
  },
  'rotation.tasks-failed': {
    cause:
      'Tasks of our deployment stopped by themselves, or could not start. ECS does not say why: the reason is in the log, usually "License validation failed".',
    cure: 'Read the log with the command in the hint. If the runtime trusts other keys than lic does, its version is the likely reason.',
  },
  'rotation.deployment-failed': {
    cause: 'ECS refused the forced deployment, or gave it up (circuit breaker).',
    cure: 'Read the reason and the log; look at the events: aws ecs describe-services.',
  },
  'rotation.rewired': {
    cause:
      'While the rollout was followed, somebody deployed a service with another task definition, and tasks made from that would not read this key.',
    cure: 'Mend the wiring that the message names in that task definition and deploy it; then run lic redeploy --dry-run to see whether all is well.',
  },
  'rotation.not-fresh': {
    cause:
      'After several deployments there are still tasks of which nobody can say for sure that they read the key that is live now.',
    cure: WHAT_NOW,
  },
  'rotation.cannot-read': {
    cause: 'AWS could not be read while the rollout was followed, so nothing can be claimed about it.',
    cure: WHAT_NOW,
  },
  'rotation.timeout': {
    cause:
      'The rollout was not through when the time was up. On the way forward no task had failed: that would have been undone.',
    cure: `${WHAT_NOW} Give it longer next time with --timeout, or with --undo-timeout for the way back.`,
  },
  'rotation.stopped': {
    cause:
      'Somebody chose to leave: at the question that the first Ctrl-C asks on a terminal, or with Ctrl-C or SIGTERM elsewhere. The write in hand was finished, then the run stopped; nothing is rolled back by impatience.',
    cure: WHAT_NOW,
  },
  'rotation.left': {
    cause:
      'Ctrl-C or SIGTERM a second time: it ended at once, in the middle of a step. What that step had asked of AWS may or may not have happened.',
    cure: WHAT_NOW,
  },
  'rotation.undo-asked': {
    cause: 'Somebody chose to go back while the rollout was followed. Nothing had failed.',
    cure: 'The old key is live and was proven by its tasks, or nothing that runs had been touched. Run the command again when you are ready.',
  },
  'rotation.unproven': {
    cause:
      'With --prove health the runtime itself must say what only the new key makes it say. It said nothing that contradicts the key, but nothing that proves it either: no answer, a form that is not known, or two keys that look the same from there, as a renewal of the same tier does.',
    cure: `Every task was started with the key. Ask the runtime by hand, or be content with --prove tasks. ${WHAT_NOW}`,
  },
  'rotation.service-gone': {
    cause:
      'A service was deleted while its rollout was followed. Nothing will ever prove the key there, so it was not waited for.',
    cure: `Look who deleted it and why. ${WHAT_NOW}`,
  },
  'rotation.interrupted': {
    cause: 'Ctrl-C before anything was written.',
    cure: 'Nothing has changed. Run the command again when you are ready.',
  },
  'rotation.terminated': {
    cause: 'SIGTERM before anything was written.',
    cure: 'Nothing has changed. Run the command again when you are ready.',
  },
  'rotation.created-meanwhile': {
    cause: 'Between the plan and its first step somebody else created the secret, or put its first value.',
    cure: 'Look which key they put: lic inspect secret:NAME. Then run the command again, without --create.',
  },
} as const satisfies Record<keyof typeof ROTATION_CODES, Explanation>
