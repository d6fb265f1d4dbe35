import type { Topic } from './topic.ts'

export const files: Topic = {
  name: 'files',
  title: 'keys without AWS: files, admin APIs',
  intro: [
    'rotate, rollback, redeploy and history work on a file of variables as Docker Compose reads it, with --dotenv PATH. The plan, the consents, the report and the endings are the same as on AWS.',
  ],
  sections: [
    {
      title: 'step by step',
      entries: [
        [
          '1 lock',
          'PATH.lic-pending is made, which one run at a time can; it says who began when, and holds no key. Undo: it is removed',
        ],
        ['2 look again', 'the file must be as planned, byte for byte'],
        [
          '3 archive',
          'the file as it is goes to PATH.lic-archive.WHEN-FINGERPRINT, for this user alone; five are kept. Undo: removed, once the file is the same again',
        ],
        [
          '4 promote',
          'one value is replaced, or added at the end; comments, order, quotes, line endings and mode stay. It is written beside the file and moved into its place, only if the file is still as planned, and read back. Undo: the file before, byte for byte',
        ],
        [
          '5 restart',
          'the command of --restart runs in a shell, without the license variable of this shell. If it fails, the file goes back and it runs once more. Without --restart nothing is restarted, and the report says what must be',
        ],
        [
          '6 prove',
          'each --health-url is asked what it says of its license: a contrary answer, or silence where there was an answer before, is a failure and taken back',
        ],
        ['7 finish', 'the file is read once more, and the lock is removed'],
      ],
    },
    {
      title: 'over the admin API of a running product',
      entries: [
        [
          '--admin-url URL',
          'for products that take licenses so: what is live is asked first, the key is uploaded, and what is live then must be the new plan and dates. https alone, but to this machine; redirects are not followed',
        ],
        [
          '--admin-token SOURCE',
          'the token of an administrator, from a source: env:NAME, file:PATH; never itself',
        ],
        [
          '--previous SOURCE',
          'the key that is live, to put back if it fails: no API returns it. Without it there is no undo, and the plan says so',
        ],
        ['--admin-path PATH', 'where keys are uploaded, for a vendor that does not publish it'],
        [
          'what it does not reach',
          'replicas that do not answer, other processes, the environment that a restart reads again: said before and after. Replicas that answer differently are uploaded to until all say the same',
        ],
      ],
    },
    {
      title: 'good to know',
      entries: [
        ['--variable NAME', "which variable; by default the product's own"],
        ['--create', 'makes a file that is not there, for this user alone'],
        [
          '--new-public-key SOURCE',
          'for products whose license is verified with a key that lies beside it: both change as one plan',
        ],
        [
          'links',
          'are not followed: a file is replaced by moving another into its place. The message names where the link leads',
        ],
        [
          'rollback, history',
          'are about the kept files: lic history --dotenv PATH lists them, lic rollback --dotenv PATH puts the key of the newest, or the one named with --to, into the file of today',
        ],
        [
          'a run that died',
          'left its lock file. lic rotate --resume goes on if the file holds the new key; else there is nothing to go on with: lic rotate --abandon removes the lock file, and nothing else',
        ],
        [
          'an exported variable',
          'wins over the file in Docker Compose; lic says so, and does not hand it to the restart command',
        ],
      ],
    },
  ],
}
