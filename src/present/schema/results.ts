import { PRODUCT_IDS } from '../../model/decoded.ts'
import { FORMATS } from '../render/wired.ts'
import { doctor } from './doctor.ts'
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
import { check, diff, inspect, limits, reminders } from './results-of-keys.ts'
import { deploying, history, newAndCurrent } from './rotation.ts'
import { status, statusOfOne } from './status.ts'
import { exitCode, findings } from './verdict.ts'

const sandbox: Schema = {
  description: 'A sandbox that has started, or a key that was issued for one.',
  anyOf: [
    object('A sandbox.', {
      endpoint: text('Its AWS endpoint.'),
      environment: {
        description: 'Variables that lead lic and aws there.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      healthUrls: {
        description: 'Where each runtime says what it is.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      cluster: text('Its ECS cluster.'),
      services: texts('Its services.'),
      secret: text('The secret with the key.'),
    }),
    object('A product of another vendor.', {
      product: text('Its name.'),
      url: text('Where it is.'),
      environment: {
        description: 'Variables that lead lic there.',
        type: 'object',
        additionalProperties: { type: 'string' },
      },
      folder: text('Where its tokens, license and public key lie.'),
    }),
    object(
      'A throw-away key.',
      {
        tier: text('Its tier.'),
        organization: text('Whose it is.'),
        days: integer('How long it is good for.'),
        throwAway: flag('True: only that sandbox accepts it.'),
      },
      {
        product: text('Whose it is, if not AxonFlow.'),
        key: text('The key; the one that lic ever prints.'),
        file: text('The file that it is in.'),
      },
    ),
    object(
      'A throw-away License Token.',
      {
        product: text('Whose it is.'),
        license: text('Its public ID.'),
        throwAway: flag('True: only that sandbox accepts it.'),
      },
      { key: text('The token.'), file: text('The file that it is in.') },
    ),
  ],
}

const render = object('What wires the license of a product.', {
  format: oneOf('What it is for.', ...FORMATS),
  product: oneOf('Whose license it wires.', ...PRODUCT_IDS),
  snippet: text('The snippet. Where holdsKey is true, a secret.'),
  holdsKey: flag('Whether it holds the license key: only with --with-value.'),
  variables: list(
    'What it sets.',
    object('One variable.', {
      name: text('Its name.'),
      carries: oneOf('What for.', 'license', 'public-key'),
      by: oneOf('Whether the snippet holds its value.', 'reference', 'left-out', 'value'),
    }),
  ),
  findings: findings('What to know about it, and about the sources.'),
})

const help: Schema = {
  description: 'A page, a code, or a schema.',
  anyOf: [
    object('A page.', {
      topic: text('Its name.'),
      title: text('Its title.'),
      intro: texts('What it begins with.'),
      sections: list(
        'Its parts.',
        object('One part.', {
          title: text('Its title.'),
          entries: list(
            'What it explains.',
            object('One entry.', { term: text('The term.'), says: text('What it means.') }),
          ),
        }),
      ),
    }),
    object('A code.', {
      code: text('The code.'),
      exitCode: exitCode('What it leads to, where it is an error.'),
      cause: text('How it comes about.'),
      cure: text('What to do about it.'),
    }),
    { description: 'A JSON Schema.', type: 'object', required: ['$schema'] },
  ],
}

const version = object('What lic is, and what it runs on.', {
  version: text('Of lic.'),
  node: text('Of Node.js.'),
  os: text('The operating system.'),
  publicKeys: list(
    'The public keys that are built in.',
    object('One of them.', {
      product: text('Whose keys it verifies.'),
      id: text('First 16 hex digits of its SHA-256.'),
      usage: orNull(text('Which of them.')),
      name: text('Its name.'),
      from: text('Since when it counts.'),
    }),
  ),
  tables: list(
    'The tables of tiers that are built in.',
    object('One of them.', {
      product: text('Whose it is.'),
      platform: text('The newest platform that is known.'),
      asOf: text('The day as of which it holds.'),
    }),
  ),
})

const allowance = object('What the project file says of it.', {
  reason: text('Why it may be there.'),
  until: instant('From when on it may not.'),
  counts: flag('Whether that still holds.'),
})

const scan = object('License keys where they do not belong.', {
  found: list(
    'Every one, in order.',
    object(
      'One of them.',
      {
        worth: oneOf('What it is.', 'live', 'unproved', 'expired', 'untrusted', 'refused', 'example'),
        code: text('Stable: lic help CODE says cause and cure.'),
        fails: flag('Whether it makes the scan fail.'),
        file: orNull(text('Which file; null for standard input.')),
        line: integer('Its line, from 1.'),
        column: integer('Its column, from 1, in UTF-16 code units.'),
        encoding: oneOf('How it stands there.', 'none', 'base64'),
        verdict: the('verdict', 'The key, judged; never the key itself.'),
      },
      { allowance },
    ),
  ),
  notListed: integer('How many were found beyond those that are listed.'),
  counts: {
    description: 'How many of each worth, and how many are allowed.',
    type: 'object',
    additionalProperties: { type: 'integer' },
  },
  files: integer('How many were read.'),
  binary: integer('How many were left out because they are binary.'),
  of: oneOf('What was looked at.', 'files', 'staged', 'input'),
  findings: findings('What to know and do about it, also what could not be read.'),
})

/** What each command's `result` holds, by its name. */
export const RESULTS: Fields = {
  inspect,
  check,
  limits,
  diff,
  reminders,
  rotate: deploying('A new key into place.', {
    from: orNull(text('Where the new key came from.')),
    ...newAndCurrent,
  }),
  redeploy: deploying('Services started again.', {
    key: orNull(the('verdict', 'The key that new tasks will read.')),
  }),
  rollback: deploying('An archived key back into place.', {
    from: orNull(text('Which version it was.')),
    ...newAndCurrent,
  }),
  scale: deploying('Another number of tasks.', {
    key: orNull(the('verdict', 'The key that decides how many may run.')),
  }),
  init: object('A project file for what was found.', {
    proposal: { description: 'The project file: lic help config.', type: 'object' },
    written: flag('Whether it was written.'),
    seen: texts('What was found.'),
    leftOut: texts('What is not in the proposal, and why.'),
  }),
  history,
  status,
  watch: object('One change, or how it stood at the end.', {
    at: instant('When it was looked.'),
    changed: texts('What is another than before, in words.'),
    status: orNull({ ...statusOfOne, description: 'As of lic status; null where the look did not succeed.' }),
  }),
  scan,
  doctor,
  render,
  sandbox,
  demo: object('The story.', {
    scenes: list(
      'Its scenes.',
      object('One scene.', {
        command: text('The command.'),
        expected: integer('How it should exit.'),
        exitCode: integer('How it did.'),
      }),
    ),
    requests: list(
      'What was asked of the product itself, in between.',
      object('One request.', {
        at: instant('When, by its clock.'),
        request: text('Method and path.'),
        expected: integer('The HTTP status that it should have.'),
        status: orNull(integer('The one that it had; null: no answer.')),
      }),
    ),
  }),
  completion: object('What a shell reads.', {
    shell: text('Which shell.'),
    script: text('The script.'),
  }),
  help,
  version,
}
