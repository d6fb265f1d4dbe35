import type { Topic } from './topic.ts'

export const rotation: Topic = {
  name: 'rotation',
  title: 'how a rotation works',
  intro: [
    'A rotation is a plan: shown whole, approved, then carried out. Nothing is written before it is approved. --dry-run ends after the plan, and the plan is the same one.',
    'The state of a rotation lives in the labels of the secret, so that anybody on any machine can see it.',
  ],
  sections: [
    {
      title: 'step by step',
      entries: [
        [
          '1 judge',
          'the new key, offline. A forged or malformed key, or one its runtime would refuse, goes no further. Undo: nothing was written',
        ],
        [
          '2 observe',
          'the secret and the key in it, the services, their task definitions and how they are wired. Reads only',
        ],
        [
          '3 plan',
          'the exact steps, each with its undo, or the reason why there is none. --dry-run ends here',
        ],
        ['4 approve', 'a question on a terminal, --yes elsewhere'],
        [
          '5 stage and lock',
          'the new key is put under a label of this run; the label lic-pending is the lock; then secret and services are looked at again, and must be as planned. Undo: both labels are taken off again; nothing reads them',
        ],
        [
          '6 archive',
          'the current version gets a label lic-archive..., so that it stays. Undo: none is needed; the label does no harm, and keeps the old key',
        ],
        [
          '7 promote',
          'AWSCURRENT moves to the new version, only if it is still where the plan saw it. Undo: it moves back the same way',
        ],
        [
          '8 redeploy',
          'a forced deployment of every named service. Undo: after AWSCURRENT has moved back, another forced deployment',
        ],
        ['9 follow', 'each deployment by its id: tasks, events, the first reason why a task stopped'],
        [
          '10 prove',
          'every running task was created after the promotion; then what the runtime itself says of its license; last, AWSCURRENT is read once more',
        ],
        ['11 finish', 'the labels of the run and the lock are released'],
      ],
    },
    {
      title: 'how it can end',
      entries: [
        ['done (0)', 'the new key is live, and it was proved'],
        ['refused (50)', 'nothing was written'],
        ['undone (51)', 'it failed and was taken back: the old key is live'],
        ['stranded (52)', 'changed and not taken back: the report has the exact commands to finish by hand'],
        ['overtaken (53)', 'somebody else is rotating, or moved AWSCURRENT: nothing more was touched'],
        ['unfinished (54)', 'stopped on the way, safe: the report has the exact lines to go on or back'],
      ],
    },
    {
      title: 'good to know',
      entries: [
        [
          'Ctrl-C',
          'the write in hand is finished, then it stops: unfinished. Nothing is rolled back by impatience',
        ],
        [
          'going back',
          'AWSCURRENT moves back first, then every service is deployed again and followed until every task holds the old key; the new version is labelled lic-failed...',
        ],
        ['no undo', 'if the old key would not boot today, there is nothing to go back to; the plan says so'],
        [
          'forced deployments',
          'start new tasks from the same task definition: an image behind a tag that moved is pulled again',
        ],
      ],
    },
  ],
}
