import type { STATUS_CODES } from '../../model/codes/status.ts'
import type { Explanation } from './explanation.ts'

export const STATUS_EXPLANATIONS = {
  'status.older-key': {
    cause:
      'Tasks read their key when they start, and these started before the key in the secret was changed: they run with the one before until they are replaced.',
    cure: 'Run the command of the hint: lic redeploy restarts the services and follows them until every task has started since.',
  },
  'status.keys-differ': {
    cause:
      'One service was restarted since the key was changed, and another was not: they run with different keys.',
    cure: 'Redeploy both with the command of the hint. Until then one may be on the limits of the key before.',
  },
  'status.not-known': {
    cause:
      'AWS tells when a secret last changed, labels included, and not when its key did. These tasks started between the time that the key was made and that last change, so they may have either.',
    cure: 'Ask the runtime itself with --health-url, or redeploy: tasks that start now have the key in place.',
  },
  'status.not-looked': {
    cause:
      'Of several deployments at once, each is given few AWS calls: for this one they went into when its tasks started, so that it is not known whether they read this very secret.',
    cure: 'Look at it alone with lic status --deployment NAME, which also sees where its tasks read the key from.',
  },
  'status.tier-differs': {
    cause:
      'The runtime says another tier than the key in place gives: it still has another key, or it refused this one and runs without any.',
    cure: 'Redeploy with the command of the hint. If it still says so, read its log for "License validation failed" and run lic inspect on the secret.',
  },
  'status.not-valid': {
    cause: 'The runtime says that the license it has is not valid.',
    cure: 'Look at the key in place with lic inspect secret:NAME; if that is good, the runtime has another one: redeploy.',
  },
  'status.expiry-differs': {
    cause: 'The runtime says another end of its license than the key in place has: it still has another key.',
    cure: 'Redeploy with the command of the hint.',
  },
  'status.identity-differs': {
    cause:
      'The runtime says that its license is for another deployment or organization than the key in place is for.',
    cure: 'Check that --health-url leads to the deployment that reads this secret; then redeploy.',
  },
  'status.counter': {
    cause:
      'A counter that the product publishes for trouble with its license is above zero since the process started.',
    cure: 'The label says why. Look at the key in place with lic inspect secret:NAME, and redeploy once it is good: counters begin anew with the process.',
  },
  'status.silent': {
    cause: 'An address that was named with --health-url gave no answer, or none in a form that is published.',
    cure: 'Try it with curl from this machine. A certificate of your own: --health-ca FILE; another host name: --health-host-name NAME.',
  },
  'status.too-few-tasks': {
    cause: 'Fewer tasks run than the service wants, and no deployment is in progress that would explain it.',
    cure: 'Read the events of the service with the command of the hint: no room in the cluster, tasks that fail, an image that is gone.',
  },
  'status.rollout-failed': {
    cause: 'ECS gave up the newest deployment of the service, or its circuit breaker did.',
    cure: 'Read the events of the service with the command of the hint, mend the cause, and redeploy.',
  },
  'status.rolling-out': {
    cause: 'A deployment of the service is in progress: what runs with which key changes as you look.',
    cure: 'Wait for it, and look again.',
  },
  'status.nodes-differ': {
    cause:
      'The runtime counts other nodes than AWS runs tasks of these services. Nodes that are gone are counted for five minutes.',
    cure: 'Look again after five minutes. If it stays so, another service or cluster runs nodes with this license.',
  },
  'status.nodes-caution': {
    cause: 'Between 80 and 89 % of the nodes that the license allows are in use.',
    cure: 'Plan: a rolling deployment may need more nodes for a while than it has in the end.',
  },
  'status.nodes-near': {
    cause: 'Nine in ten of the nodes that the license allows are in use, or all of them.',
    cure: 'Reduce the desired counts, or ask for a key that allows more, before anything is scaled up.',
  },
  'status.nodes-over': {
    cause: 'More nodes are in use than the license allows.',
    cure: 'Reduce the desired counts, or rotate in a key that allows more, before the time for which more is tolerated is over.',
  },
} as const satisfies Record<keyof typeof STATUS_CODES, Explanation>
