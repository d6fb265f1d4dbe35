import { CHECK_NAMES } from '../../doctor/diagnose.ts'
import { STATES } from '../../doctor/examined.ts'
import { PLACES } from '../../doctor/facts.ts'
import { PRODUCT_IDS } from '../../model/decoded.ts'
import {
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
import { printedPolicy } from './rotation.ts'
import { findings } from './verdict.ts'

const check = (description: string) => oneOf(description, ...CHECK_NAMES)

const diagnosis = object('Why a license is not recognised.', {
  product: oneOf('Whose license it is about.', ...PRODUCT_IDS),
  productName: text('The product for people.'),
  whose: text('Why it is taken to be that one.'),
  at: instant('The moment the key was judged as of.'),
  checks: list(
    'Every check, in order.',
    object('One check.', {
      check: check('Its stable name.'),
      title: text('What was looked at, for people.'),
      state: oneOf('What came of it.', ...STATES),
      message: text('What was seen, or why it was not looked at.'),
      findings: findings('What is wrong, or worth knowing.'),
      access: texts('Of what was not checked: how to let it be.'),
    }),
  ),
  cause: orNull(
    object('The one thing to mend first.', {
      check: check('Which check found it.'),
      code: text('Stable: lic help CODE says cause and cure.'),
      severity: oneOf('How bad it is.', 'error', 'warning', 'note'),
      message: text('What, of which thing.'),
      hints: texts('What to do about it.'),
    }),
  ),
  keys: list(
    'Every place that holds a key, nearest to the process first; never a key.',
    object('One of them.', {
      place: oneOf('What kind of place.', ...PLACES),
      where: text('Which one.'),
      bytes: integer('How long the text there is.'),
      verdict: the('verdict', 'The key, judged as it stands there.'),
    }),
  ),
  bundle: orNull(text('The file that was written for support.')),
})

export const doctor: Schema = {
  description: 'Why a license is not recognised.',
  anyOf: [diagnosis, printedPolicy],
}
