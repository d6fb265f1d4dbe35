import { DAY, parseInstant } from '../../model/instant.ts'
import { lengthOfTime } from '../../model/length-of-time.ts'
import type { ObjectSpec, TextSpec } from './spec.ts'

const timeOf = (text: string): number | undefined => lengthOfTime(text, ['w', 'd', 'h', 'min', 's'])

const NAME = '[!-~]{1,512}'

const text = (says: string, wanted: string, pattern: string): TextSpec => ({
  kind: 'text',
  says,
  wanted,
  pattern,
})

/** At least as long as without the file: what is shorter would loosen. */
const within = (says: string, least: number): TextSpec => ({
  kind: 'text',
  says,
  wanted: `a length of time of at least ${least} d, which holds without this file, such as ${least}d`,
  pattern: '[0-9]{1,6}(w|d|h|min|s)',
  holds: (given) => (timeOf(given) ?? 0) >= least * DAY,
})

const deployment: ObjectSpec = {
  kind: 'object',
  says: 'One deployment, for --deployment. What is left out is as usual for the product.',
  required: [],
  goesWith: { field: 'secret' },
  fields: {
    secret: text(
      'Name or ARN of the secret that holds the key.',
      'the name or ARN of a secret, without a # (the field has a name of its own, field)',
      '[A-Za-z0-9/_+=.@][A-Za-z0-9/_+=.@:-]{0,2047}',
    ),
    field: text(
      'The field that holds the key, where the secret is a JSON document.',
      'the name of a field',
      '[^#]{1,200}',
    ),
    cluster: text('Name or ARN of the ECS cluster.', 'the name or ARN of a cluster', NAME),
    services: {
      kind: 'list',
      says: 'The ECS services that read the key, in the order for --sequential.',
      of: text('Name or ARN of a service.', 'the name or ARN of a service', NAME),
      least: 1,
      most: 50,
    },
    region: text(
      'AWS Region.',
      'an AWS Region, such as eu-central-1',
      '[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]{1,2}',
    ),
    identity: text(
      'The deployment or organization that a key must name to be put there.',
      'the identity that keys of this deployment name',
      '[\\s\\S]{1,200}',
    ),
  },
}

const check: ObjectSpec = {
  kind: 'object',
  says: 'What lic check asks of every key, in addition to what its command line asks; of lic diff only failOn.',
  required: [],
  fields: {
    failOn: {
      ...text(
        'As --fail-on: a key that expires soon fails, too; of lic diff also one with which something is lost.',
        '"warn"',
        'warn',
      ),
      choices: ['warn'],
    },
    warnWithin: within('As --warn-within: how long before expiry a key is warned of. At least 30d.', 30),
    critWithin: within('As --crit-within: how long before expiry that is critical. At least 7d.', 7),
    require: {
      kind: 'list',
      says: 'As --require, each of them.',
      of: {
        ...text(
          'A requirement.',
          'a requirement such as tier=Enterprise, nodes>=12 or feature:custom_connectors, and not tier=Community, which would let a missing key pass',
          '[a-z][A-Za-z0-9:_.-]*((=|<=|>=|<|>)[!-~]{1,200})?',
        ),
        holds: (given) => !/^tier>?=community$/.test(given.toLowerCase().replace(/[_-]/g, '')),
      },
      least: 0,
      most: 50,
    },
    expectIdentity: text(
      'As --expect-identity: the deployment or organization that a key must name.',
      'the identity that a key must name',
      '[\\s\\S]{1,200}',
    ),
    platform: text(
      'The version that runs. A key must be good by its rules and by those of the newest known.',
      'the version of a platform, such as 11 or 10.2',
      'v?[0-9]{1,3}(\\.[0-9]{1,4}){0,2}',
    ),
  },
}

const allowed: ObjectSpec = {
  kind: 'object',
  says: 'A key that lic scan may find without failing, for a time.',
  required: ['fingerprint', 'reason', 'until'],
  fields: {
    fingerprint: text(
      'Its fingerprint, as lic scan prints it.',
      'a fingerprint: 12 hexadecimal digits in small letters',
      '[0-9a-f]{12}',
    ),
    reason: text('Why it may be there.', 'a reason', '[\\s\\S]*\\S[\\s\\S]*'),
    until: {
      ...text(
        'The instant from which it fails again; a day means 00:00:00 UTC, when that day begins.',
        'a day, 2026-12-31, or an instant with its zone, 2026-12-31T12:00:00Z',
        '[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,12}(Z|[+-][0-9]{2}:[0-9]{2}))?',
      ),
      holds: (given) => parseInstant(given) !== undefined,
    },
  },
}

/** Everything that may stand in `lic.config.json`. */
export const PROJECT: ObjectSpec = {
  kind: 'object',
  says: 'The project file of lic. It lies in the repository under test, so it can only name deployments and tighten checks.',
  required: [],
  fields: {
    $schema: text(
      'Where this schema is kept, for editors; lic does not read it.',
      'a text',
      '[\\s\\S]{0,400}',
    ),
    deployments: {
      kind: 'record',
      says: 'Deployments by name, for --deployment NAME.',
      of: deployment,
      name: '[A-Za-z0-9][A-Za-z0-9._-]{0,63}',
      wanted: 'up to 64 letters, digits, full stops, dashes and underscores, a letter or digit first',
      most: 200,
    },
    check,
    scan: {
      kind: 'object',
      says: 'For lic scan.',
      required: [],
      fields: {
        allow: {
          kind: 'list',
          says: 'Keys that are known to be there, each with a reason and an end.',
          of: allowed,
          least: 0,
          most: 1000,
        },
      },
    },
  },
}
