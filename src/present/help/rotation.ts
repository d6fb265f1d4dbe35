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
          'the new key, offline. A forged or malformed key, or one its runtime would refuse, goes no further; one that is in its grace, or that nobody can verify, only by consent. Undo: nothing was written',
        ],
        [
          '2 observe',
          'the secret and the key in it, the services, their task definitions and how they are wired; what would get worse is refused, but for consent. Reads only',
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
        [
          '11 finish',
          'a label lic-lived... on the new version tells since when it is live, so that the same key again restarts nothing; the labels of the run and the lock are released',
        ],
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
      title: 'consents: --allow and --reason',
      entries: [
        ['downgrade', 'a lower tier, a lower limit, or a feature less than the key that is there'],
        ['sooner-expiry', 'a key that expires before the one that is there'],
        [
          'other-identity',
          'a key for another organization or deployment; not where tasks name another one than the key: they would refuse to start',
        ],
        ['over-limit', 'more nodes than the key allows'],
        ['expired', 'a key in its grace; not one with which no new task would start'],
        ['unverifiable', 'a key whose signature nobody can check; not one whose signature is forged'],
        [
          'the reason',
          'the first --reason belongs to the first --allow, and so on; both stand in the plan and in the report. A consent that nothing calls for is a warning',
        ],
      ],
    },
    {
      title: 'going back later: lic rollback',
      entries: [
        [
          'lic rollback',
          'puts the newest archived key into place, by the same steps and under the same lock: as a new version, judged as of now. A key that failed before is never chosen, nor the one that is live',
        ],
        ['--to', 'another one, by the beginning of its fingerprint or of its version id'],
        [
          'in a JSON document',
          'the field is replaced in the document as it is today; an old document never comes back',
        ],
        [
          'what gets worse',
          'a sooner expiry, a lower tier and fewer limits are warned of; another organization is refused, as ever',
        ],
        ['lic history', 'lists every version with its labels; never a key'],
      ],
    },
    {
      title: 'going on: lic rotate --resume',
      entries: [
        [
          'nothing pending',
          'no version has lic-pending: nothing is in flight, and it says so (0); a label that a dead run left is taken off',
        ],
        [
          'put, not live',
          'lic-pending is on a version that is neither AWSCURRENT nor AWSPREVIOUS: its key is judged as of now, everything is looked at again, and the rest is as from step 5. What was allowed with --allow must be allowed again',
        ],
        [
          'live, not proven',
          'lic-pending is on AWSCURRENT: services with a task that may be older than the last change of the secret are redeployed, all are followed, then it is proved and finished. A failure is undone as ever',
        ],
        [
          'taken back',
          'lic-pending is on AWSPREVIOUS, and AWSCURRENT is archived by that run: the undo is finished, and the ending is undone (51)',
        ],
        ['anything else', 'somebody has moved on: nothing is touched (53)'],
        [
          'the same services',
          'the label of the run holds a hash of the services that it was begun for: others are refused',
        ],
        [
          'printed lines',
          'carry where, consents, and what the command line said of judging and of longer times; a public key as it was read, so its file need not be there. What the environment says is left to the environment',
        ],
        [
          'the same key again',
          'lic rotate SOURCE with the very key that is in flight goes on as --resume does; with another key it is refused (53)',
        ],
        [
          '--abandon',
          'takes lic-pending and the label of the run off, and nothing else; a key that was being taken back is labelled as failed, so that no rollback chooses it: what is live stays live, archives stay, and it says which tasks may hold which key',
        ],
      ],
    },
    {
      title: 'good to know',
      entries: [
        [
          'Ctrl-C',
          'on a terminal it asks: wait, leave (the write in hand is finished, then it stops: unfinished) or undo, where there is a way back; the rollout is followed meanwhile. Elsewhere it leaves, as SIGTERM does. Nothing is rolled back by impatience; a second time leaves at once, with a word on where it stands',
        ],
        [
          'a lost terminal',
          'changes nothing: it goes on to its end. --report-file PATH keeps the report, however it ends',
        ],
        [
          'time',
          '--timeout is for the way forward, --undo-timeout for the way back (as --timeout, at least 10m). Time that runs out without a failed task is unfinished, not undone',
        ],
        [
          '--sequential',
          'one service after the other, in the order given: fewer extra tasks at a time. If one fails, all that were touched go back',
        ],
        [
          'proof',
          'the rung is named with what it cannot see: tasks only (they started after the promotion), runtime in part, runtime (it says what only this key makes it say). --prove health demands the last: unproven is unfinished, contrary is undone',
        ],
        [
          'going back',
          'AWSCURRENT moves back first, then every service is deployed again and followed until every task holds the old key; the new version is labelled lic-failed...',
        ],
        [
          '--via task-definition',
          'for services whose task definition holds the key as a plain value: before AWSCURRENT moves, a revision is registered that reads it from the secret, all else as it was; the service is updated to that very revision. Undo: back to the revision before, which holds the old key. With :value the new revision holds the new key instead',
        ],
        [
          'the same by hand',
          'fails as it is usually written down: describe-task-definition wraps its answer, so that register-task-definition refuses the file; and update-service without --task-definition keeps the old revision',
        ],
        [
          '--create',
          'makes a secret that is not there, or puts the first version into one without a value. Creating it is the lock: only one can. It stays, even if the rotation fails: deleting it would block its name for days',
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
