import { FORMS, PRODUCT_IDS } from '../../model/decoded.ts'
import { EXIT } from '../../model/exit.ts'
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

export const exitCode = (description: string): Schema => ({ description, enum: Object.values(EXIT) })

const form = (description: string): Schema => orNull(oneOf(description, ...FORMS))
const product = (description: string): Schema => orNull(oneOf(description, ...PRODUCT_IDS))

const figure = {
  id: text('Its stable name.'),
  label: text('Its name for people.'),
  group: text('What it belongs to: nodes, limits, features, service.'),
  source: text('The page or file that states the figure.'),
} as const satisfies Fields

const note = { note: text('What else is worth knowing of it.') } as const satisfies Fields
const limit = (description: string): Schema => the('limit', description)

/** A row with figures. */
export const row = (figures: Fields): Schema =>
  object('One figure of a tier.', { ...figure, ...figures }, note)

export const limitRow = row({ limit: limit('What is allowed.') })

const key = object(
  'What the key says of itself: proved only where the signature is verified.',
  {
    fingerprint: text('First 12 hex digits of SHA-256 of the payload text. For people, not for equality.'),
    form: form('What kind of key it is.'),
    formName: text('The form in words.'),
    prefix: text('What all keys of this form begin with.'),
    tier: orNull(text('The tier, as the key spells it.')),
    identity: orNull(
      object('Whose key it is.', { value: text('The identity.'), field: text('The field that names it.') }),
    ),
    issued: orNull(instant('When it was issued.')),
    expires: orNull(instant('When it expires.')),
    audience: orNull(text('What it is for.')),
    facts: list(
      'What else it says.',
      object(
        'One thing that it says.',
        {
          label: text('What it is, for people.'),
          field: text("The key's own name of it."),
          values: texts('What it says there.'),
        },
        { note: text('What that means.') },
      ),
    ),
  },
  { grants: list('What the key itself grants, where it and no published table decides.', limitRow) },
)

const effect = (description: string): Schema =>
  object(description, {
    effect: oneOf('How much of the product there is.', 'full', 'reduced', 'read-only', 'refused'),
    says: text('That in words.'),
  })

const phase = object('A stretch of its life.', {
  name: text('Its name.'),
  state: oneOf('What it is.', 'pending', 'alive', 'grace', 'over'),
  from: { description: 'The first instant of it, or "always".', type: 'string' },
  until: { description: 'The first instant that no longer belongs to it, or "forever".', type: 'string' },
  running: effect('What processes that run have.'),
  starting: effect('What processes that start have.'),
})

const anchor = object('The public key that verified it.', {
  id: text('First 16 hex digits of its SHA-256.'),
  name: text('Whose it is.'),
  usage: orNull(text('Which keys it may verify.')),
  origin: oneOf('Where lic has it from.', 'built in', 'given'),
  from: text('Where it was given, or since when it counts.'),
})

const signature = object(
  'Whether the issuer made this key.',
  { kind: oneOf('What was found.', 'verified', 'unproven', 'forged') },
  {
    by: text('Of a verified one: who signed.'),
    anchor: orNull(anchor),
    why: the('finding', 'Of any other: why.'),
  },
)

/** The fields of a verdict, which some results carry among their own. */
export const verdictAlways: Fields = {
  verdict: oneOf(
    'The judgement.',
    'usable',
    'out-of-term',
    'unproved',
    'refused',
    'forgery',
    'unreadable',
    'absent',
  ),
  exitCode: exitCode('What this verdict alone exits with.'),
  product: product('Whose key it is.'),
  at: instant('The moment it was judged as of.'),
  findings: list('Every problem, the first reason of the runtime first.', the('finding', 'One problem.')),
}
export const verdictPerhaps: Fields = {
  form: form('Of an unreadable key: what kind it seems to be.'),
  tier: orNull(text('Of no key at all: the tier that runs without one.')),
  rules: text('Whose rules spoke: product, version, build.'),
  key,
  signature,
  timeline: orNull(list('The phases of its life, in order.', phase)),
  standing: orNull(
    object('Where it stands at that moment.', {
      phase: text('The name of the phase.'),
      state: oneOf('What that is.', 'pending', 'alive', 'grace', 'over'),
      next: orNull(text('The phase after it.')),
      changes: { description: 'When that begins, or "never".', type: 'string' },
    }),
  ),
}

export const findings = (description: string): Schema => list(description, the('finding', 'One finding.'))
export const alsoFound: Fields = {
  alsoFound: findings('What was found about the source, and about what was asked.'),
}

export const formatOnly: Fields = {
  decoding: oneOf(
    'With --format-only, instead of a verdict.',
    'decoded',
    'malformed',
    'unrecognized',
    'ambiguous',
    'absent',
  ),
  signatureChecked: flag('False: nothing is known of the signature.'),
  datesChecked: flag('False: nothing is known of the dates.'),
  candidates: texts('Whose key it may be, where that is ambiguous.'),
  formName: text('The form in words.'),
  fingerprint: text('As in key.fingerprint.'),
}

/** What several results are made of. */
export const PARTS: Fields = {
  finding: object('Something found out.', {
    code: {
      description: 'Stable: lic help CODE says cause and cure.',
      type: 'string',
      pattern: '^[a-z]+\\.[a-z0-9-]+$',
    },
    severity: oneOf('How bad it is.', 'error', 'warning', 'note'),
    message: text('What, of which thing.'),
    hints: texts('What to do next.'),
  }),
  verdict: object('A key, judged.', verdictAlways, verdictPerhaps),
  limit: {
    description: 'What a tier allows of one thing. Null is never a limit.',
    anyOf: [
      object(
        'A number.',
        { max: integer('The most there may be.') },
        { unit: text('Of what, such as days.') },
      ),
      object('No limit.', { unlimited: { description: 'Always true.', const: true } }),
      object('Nothing at all.', { none: { description: 'Always true.', const: true } }),
      object('A feature.', { enabled: flag('Whether it is there.') }, { how: text('How, such as opt-in.') }),
      object('Words.', { text: text('The words.') }),
      object('Nothing is published.', { published: { description: 'Always false.', const: false } }),
    ],
  },
  line: object('A label and its value.', {
    label: text('What it is.'),
    value: text('Its value, for people.'),
  }),
}
