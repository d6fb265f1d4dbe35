import {
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
import { alsoFound, findings, formatOnly, limitRow, row, verdictAlways, verdictPerhaps } from './verdict.ts'

const source = text('Where the key came from.')

export const inspect = object(
  'Everything about one key: a verdict, and more.',
  {
    ...verdictAlways,
    source,
    productName: orNull(text('The product, for people.')),
    printedDay: orNull(text('When the printed day stops being entitled, in words.')),
    tierInForce: orNull(text('The tier whose limits count at that moment.')),
    limits: orNull(
      object('Its figures.', {
        tier: text('Which tier.'),
        platform: orNull(text('By which version of the platform.')),
        rows: list('Its figures.', limitRow),
      }),
    ),
    next: list(
      'What to run next.',
      object('One command.', { command: text('The command.'), says: text('What it is for.') }),
    ),
    support: orNull(support('Where the key is to be renewed: how the vendor helps.')),
    reminders: list(
      "The vendor's mails.",
      object('One mail.', { at: instant('When it is sent.'), says: text('What it says.') }),
    ),
    explanations: list(
      'What is good to know.',
      object('One thing.', { label: text('Of what.'), says: text('What.') }),
    ),
  },
  verdictPerhaps,
)

export const reminders = object(
  'The dates of a key to come: a verdict, and more.',
  {
    ...verdictAlways,
    source,
    dates: list(
      'Soonest first; none of a key that says nothing to go by.',
      object('One date.', {
        kind: text('"reminder-90" and the like, "expiry", or the name of the phase that begins.'),
        at: instant('When it is.'),
        uid: text('The same for the same key and kind: a calendar replaces what it had.'),
        title: text('Whose license, and what happens.'),
        says: text('What that means.'),
        alarmSeconds: {
          description: 'How long before a calendar rings.',
          type: 'array',
          items: { type: 'integer' },
        },
      }),
    ),
    written: orNull(text('The file that the calendar was written to.')),
  },
  verdictPerhaps,
)

const summary = object(
  'The last object of a list.',
  {
    checked: integer('How many keys were checked.'),
    passed: integer('How many passed.'),
    failed: integer('How many did not.'),
    skipped: object('What was passed over.', {
      blank: integer('Blank lines.'),
      comments: integer('Comments.'),
    }),
    exitCodes: {
      description: 'How many keys ended in each exit code.',
      type: 'object',
      additionalProperties: { type: 'integer' },
    },
  },
  { ...alsoFound, letPass: integer('How many of those that passed by a baseline.') },
)

const { verdict: _verdict, at: _at, ...common } = verdictAlways

const location = object('In a document: where it stands.', {
  file: text('Which file.'),
  line: orNull(integer('Its line, from 1.')),
  column: orNull(integer('Its column, from 1, in UTF-16 code units.')),
  variable: orNull(text('The variable that it is the value of.')),
  inside: orNull(text('Which service or container that belongs to.')),
})

const known = object(
  'An entry of a baseline.',
  {
    fingerprint: text('Of which key.'),
    code: text('Which finding.'),
    reason: text('Why it is let pass.'),
  },
  { until: instant('Until when.') },
)

const checked = object(
  'A verdict, or with --format-only what was decoded.',
  { ...common, source, formatOnly: flag('Whether only the form was looked at.') },
  {
    ...verdictPerhaps,
    verdict: _verdict ?? {},
    at: _at ?? {},
    ...formatOnly,
    line: integer('In a list of keys: its line.'),
    location,
    ...alsoFound,
    letPass: list('What a baseline lets pass.', known),
  },
)

export const check: Schema = {
  description: 'One key, by what was asked of it; or all of several; or, after a list, its summary.',
  anyOf: [
    checked,
    object(
      'A list has ended.',
      { summary },
      {
        keys: list('With --output json, of several keys: all of them.', checked),
        left: integer('How many more were left out.'),
      },
    ),
  ],
}

export const limits = object('What tiers allow.', {
  product: text('Whose table this is.'),
  platform: orNull(text('By which version of the platform.')),
  tiers: texts('The columns.'),
  keys: list(
    'The keys that were given.',
    object(
      'One key.',
      {
        source,
        tierInForce: orNull(text('The tier that counts.')),
        verdict: orNull(the('verdict', 'The key, judged.')),
      },
      alsoFound,
    ),
  ),
  rows: list(
    'The figures.',
    row({
      byTier: {
        description: 'What each of the tiers allows.',
        type: 'object',
        additionalProperties: { $ref: '#/$defs/limit' },
      },
    }),
  ),
})

const turn = (description: string): Schema => orNull(oneOf(description, 'same', 'better', 'worse', 'other'))
const side = (description: string): Schema =>
  object(description, { source, verdict: the('verdict', 'The key, judged.') }, alsoFound)
const changed = (description: string): Schema =>
  list(description, row({ old: the('limit', 'With the old key.'), new: the('limit', 'With the new one.') }))

export const diff = object('What changes if one key takes the place of another.', {
  old: side('The key that would be replaced.'),
  new: side('The key that would take its place.'),
  worse: findings('What would be lost; with --fail-on warn each of them fails.'),
  product: turn('What becomes of the product.'),
  identity: turn('What becomes of the identity.'),
  tier: turn('What becomes of the tier.'),
  issued: turn('What becomes of the issue date.'),
  expires: turn('What becomes of the expiry.'),
  limits: orNull(
    object('What becomes of limits and features.', {
      platform: orNull(text('By which version of the platform; null where keys state them.')),
      lost: changed('What is lost.'),
      gained: changed('What is gained.'),
      other: changed('What is different, and neither.'),
      same: integer('How many are the same.'),
    }),
  ),
})
