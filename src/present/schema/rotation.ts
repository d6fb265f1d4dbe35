import { CONSENTS } from '../../model/consent.ts'
import {
  type Fields,
  flag,
  instant,
  integer,
  list,
  object,
  oneOf,
  orNull,
  type Schema,
  text,
  texts,
  the,
} from './json-schema.ts'
import { support } from './support.ts'
import { findings } from './verdict.ts'

const lines = (description: string): Schema => list(description, the('line', 'One of them.'))

const step = (description: string): Schema =>
  object(description, { id: text('Its stable name.'), says: text('What it does.') })

const plan = object('What is to be done, or why it is not.', {
  kind: oneOf('What it is for.', 'rotate', 'redeploy', 'rollback', 'resume', 'abandon', 'scale'),
  head: lines('What it is about.'),
  refusals: findings('Why it is not carried out.'),
  warnings: findings('What to know before.'),
  steps: list(
    'What is done, in order.',
    object('One step.', {
      id: text('Its stable name.'),
      effect: oneOf('What it does to what runs.', 'reads', 'prepares', 'changes'),
      says: text('What it does.'),
      undo: {
        description: 'How it is taken back, or why it cannot be.',
        anyOf: [
          list('What takes it back.', step('One step back.')),
          object('It cannot be.', { none: text('Why not.') }),
        ],
      },
    }),
  ),
  consents: list(
    'What was allowed.',
    object('One consent.', {
      allow: oneOf('To what.', ...CONSENTS),
      reason: text('Why.'),
      needed: flag('Whether anything called for it.'),
    }),
  ),
  noUndo: orNull(text('Why nothing could be taken back.')),
})

const stepReports = (description: string): Schema =>
  list(
    description,
    object(
      'How one step went.',
      {
        id: text('Its stable name.'),
        says: text('What it does.'),
        started: instant('When it began.'),
        milliseconds: integer('How long it took.'),
        status: oneOf('How it ended.', 'done', 'unchanged', 'failed', 'unknown', 'overtaken', 'stopped'),
      },
      {
        evidence: lines('What shows that it is done.'),
        because: text('Why there was nothing to do.'),
        error: the('finding', 'Why it failed.'),
        check: text('A command that shows what became of it.'),
      },
    ),
  )

const keyFacts = (description: string): Schema =>
  orNull(
    object(description, {
      fingerprint: text('Its fingerprint.'),
      tier: orNull(text('Its tier.')),
      expires: orNull(instant('When it expires.')),
    }),
  )

const report = object('What was done.', {
  ending: oneOf('How it ended.', 'done', 'refused', 'undone', 'stranded', 'overtaken', 'unfinished'),
  started: instant('When it began.'),
  ended: instant('When it ended.'),
  milliseconds: integer('How long it took.'),
  by: text('On whose behalf.'),
  keys: object('Which keys it was about.', {
    from: keyFacts('The key that was there.'),
    to: keyFacts('The key that was put there.'),
  }),
  proof: object('How far it was proven.', {
    rung: text(
      '"runtime", "runtime in part", "tasks only", "restart only", "file only", "upload only" or "none".',
    ),
    cannotSee: orNull(text('What that leaves in the dark.')),
  }),
  cause: orNull(the('finding', 'Why it did not end as planned.')),
  steps: stepReports('The steps that were begun.'),
  undo: stepReports('The steps that took them back.'),
  now: texts('What is so now.'),
  next: texts('What to run next.'),
  support: orNull(support('Where it did not end well: how the vendor helps.')),
})

const policy: Fields = {
  policy: {
    description: 'With --print-iam-policy: Version and Statement, as IAM takes them.',
    type: 'object',
  },
  fillIn: texts('Words in it that stand for your own.'),
  because: texts('Why AWS did not tell.'),
}

/** Of a verb that only reads. */
export const printedPolicy: Schema = object('With --print-iam-policy.', policy)

/** A verb that changes a deployment. @param about what it says of keys */
export const deploying = (description: string, about: Fields): Schema =>
  object(
    description,
    {},
    {
      ...about,
      at: instant('Where nothing was carried out: when that was.'),
      plan,
      report: orNull({ ...report, description: 'Null where nothing was carried out.' }),
      ...policy,
    },
  )

export const newAndCurrent: Fields = {
  newKey: orNull(the('verdict', 'The key that is put there.')),
  currentKey: orNull(the('verdict', 'The key that is there.')),
}

export const history = object('The versions of a secret.', {
  head: lines('Whose versions these are.'),
  versions: list(
    'Newest first.',
    object('One version.', {
      version: text('Its id.'),
      created: orNull(instant('When it was put.')),
      is: list('What its labels say.', oneOf('', 'current', 'previous', 'pending', 'archived', 'failed')),
      archived: orNull(instant('When it was archived.')),
      failed: orNull(instant('When it was marked as failed.')),
      labels: texts('All of its labels.'),
      key: orNull(the('verdict', 'Its key, judged; never the key itself.')),
      cannotRead: orNull(the('finding', 'Why its key cannot be read.')),
    }),
  ),
})
