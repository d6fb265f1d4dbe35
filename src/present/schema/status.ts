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
  the,
} from './json-schema.ts'
import { printedPolicy } from './rotation.ts'
import { exitCode, findings } from './verdict.ts'

const limit: Schema = {
  description: 'The most that is allowed.',
  anyOf: [orNull(integer('How many; null: not stated.')), object('No limit.', { unlimited: flag('True.') })],
}

const service = object('One service; counts are tasks.', {
  name: text('Its name.'),
  desired: integer('How many should run.'),
  running: integer('How many run.'),
  pending: integer('How many are starting.'),
  deployed: orNull(instant('When its newest deployment began.')),
  rollout: orNull(text('How that stands: IN_PROGRESS, COMPLETED, FAILED.')),
  tasks: orNull(
    object('By when they started.', {
      withThisKey: integer('Since the key was put into place.'),
      withTheOneBefore: integer('Before it was.'),
      unknown: integer('It cannot be told.'),
    }),
  ),
})

const runtime = object('One address that was asked.', {
  url: text('Which.'),
  why: orNull(text('Why it says nothing; null where it does.')),
  says: orNull(
    object('What it says; null wherever it says nothing.', {
      form: text('Which published form the answer has.'),
      healthy: orNull(flag('Whether it is well.')),
      version: orNull(text('Its version.')),
      state: orNull(text('Where its license stands, for products that live by heartbeats.')),
      tier: orNull(text('The tier it runs as, as it spells it.')),
      valid: orNull(flag('Whether its license is valid.')),
      identity: orNull(text('Whose license it has.')),
      expires: orNull(instant('When that expires.')),
      nodes: orNull(integer('How many nodes it counts.')),
      maxNodes: limit,
    }),
  ),
  counters: list(
    'Counters of trouble with the license that are above zero.',
    object('One of them.', {
      name: text('Its name.'),
      why: text('The label that says why.'),
      count: { description: 'How often since the process started.', type: 'number' },
    }),
  ),
})

const one = {
  deployment: orNull(text('Its name in the project file.')),
  at: instant('As of when.'),
  place: list('Where the key lies.', the('line', 'One line of it.')),
  key: orNull(the('verdict', 'The key in place, judged; null where it cannot be read.')),
  tierInForce: orNull(text('The tier whose limits count.')),
  services: list('What reads it.', service),
  runtimes: list('What they say.', runtime),
  nodes: orNull(
    object('Nodes against what the license allows.', {
      running: orNull(integer('Tasks that run.')),
      desired: orNull(integer('Tasks that should.')),
      counted: orNull(integer('As the runtime counts.')),
      limit,
      statedBy: orNull(text('Who states the limit.')),
      band: orNull(
        oneOf(
          'Below 80 % ok, then caution, from 90 % warning, from 100 % violation.',
          'ok',
          'caution',
          'warning',
          'violation',
        ),
      ),
    }),
  ),
  quotas: list(
    'Limits of the license that the product counts against.',
    object('One of them.', {
      id: text('The same for the same limit in every key.'),
      label: text('The limit for people.'),
      limit: the('limit', 'The most that is allowed.'),
      statedBy: text('Who states it: the address of a runtime, or the key in place.'),
      used: object('How much of it is used: no vendor publishes that.', {
        published: { description: 'Always false.', const: false },
      }),
      limitCode: orNull(text('How the product calls it where it stopped something; null: it has not.')),
      exceeded: orNull({
        description: 'How often it stopped something since the processes started; null: no counter was read.',
        type: 'number',
      }),
    }),
  ),
  ahead: list(
    'What is to come, soonest first.',
    object('One moment.', {
      at: instant('When.'),
      says: text('What.'),
      running: orNull(text('What it does to processes that run.')),
      starting: orNull(text('What it does to those that start.')),
    }),
  ),
  findings: findings('What is not as it should be, and the cure of each.'),
} as const satisfies Fields

/** Of one deployment. */
export const statusOfOne = object('What runs at one deployment.', one)

export const status: Schema = {
  description: 'What runs at one deployment, or with --all at each of the project file.',
  anyOf: [
    statusOfOne,
    printedPolicy,
    object('With --all.', {
      deployments: list('Each deployment, in the order of the project file.', {
        description: 'One of them.',
        anyOf: [
          object('As it stands.', { exitCode: exitCode('As if it were asked for alone.'), ...one }),
          object('It could not be looked at.', {
            deployment: text('Its name.'),
            exitCode: exitCode('As if it were asked for alone.'),
            error: object('Why.', {
              code: text('Stable: lic help CODE says cause and cure.'),
              message: text('What.'),
              hints: list('What to do next.', text('One hint.')),
            }),
          }),
        ],
      }),
    }),
  ],
}
