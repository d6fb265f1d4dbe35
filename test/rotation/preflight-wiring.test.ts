import { describe, expect, test } from 'vitest'
import { handle } from '../../src/sandbox/world/handle.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { AGENT, lookAt, reads, rewire, said, secretOf } from './preflight.ts'

const READS = `service ${AGENT}, container agent reads AXONFLOW_LICENSE_KEY from`
const HERE = 'arn:aws:secretsmanager:us-east-1:123456789012:secret'
const VERSION = '11111111-2222-3333-4444-555555555555'
const DOCUMENT = JSON.stringify({ license: 'k', seats: 3, license2: 'k' })
const document = { wiring: { value: () => DOCUMENT } }
const KEY = 'AXONFLOW_LICENSE_KEY'

/** Refusals about the agent alone; the orchestrator is left out of it. */
const refused = async (change: (world: World) => void, options: Parameters<typeof lookAt>[2] = {}) =>
  said((await lookAt(change, ['--service', AGENT], options)).refusals)

describe('what a forced deployment would not pick up, row by row', () => {
  const rows: readonly (readonly [what: string, valueFrom: string, expected: readonly string[]])[] = [
    ['the secret itself', 'ARN', []],
    ['its ARN without the suffix', `${HERE}:axonflow/license-key`, []],
    ['four fields, all of them empty', 'ARN:::', []],
    ['AWSCURRENT by name', 'ARN::AWSCURRENT:', []],
    [
      'a version',
      `ARN:::${VERSION}`,
      [`wiring.pinned-version: ${READS} version ${VERSION} of this secret, whatever is current`],
    ],
    [
      'another stage',
      'ARN::AWSPREVIOUS:',
      [`wiring.other-stage: ${READS} the version labelled AWSPREVIOUS, not AWSCURRENT`],
    ],
    [
      'both',
      `ARN::AWSPENDING:${VERSION}`,
      [
        `wiring.pinned-version: ${READS} version ${VERSION} of this secret, whatever is current`,
        `wiring.other-stage: ${READS} the version labelled AWSPENDING, not AWSCURRENT`,
      ],
    ],
    [
      'another secret',
      `${HERE}:other-AbCdEf`,
      [`wiring.other-secret: ${READS} another secret: ${HERE}:other-AbCdEf`],
    ],
    [
      'another account',
      'arn:aws:secretsmanager:us-east-1:999999999999:secret:axonflow/license-key',
      [
        `wiring.other-secret: ${READS} another secret: arn:aws:secretsmanager:us-east-1:999999999999:secret:axonflow/license-key`,
      ],
    ],
    [
      'a secret of that name that is gone',
      `${HERE}:axonflow/license-key-zZ9zZ9`,
      [
        `wiring.recreated: ${READS} ${HERE}:axonflow/license-key-SUFFIX, a secret of the same name that is gone: this one was made anew, with another suffix`,
      ],
    ],
    [
      'a parameter by name',
      'axonflow/license-key',
      [
        `wiring.parameter: ${READS} the SSM parameter axonflow/license-key, not from this secret: only a full ARN names a secret`,
      ],
    ],
    [
      'a parameter by ARN',
      'arn:aws:ssm:us-east-1:123456789012:parameter/license',
      [
        `wiring.parameter: ${READS} the SSM parameter arn:aws:ssm:us-east-1:123456789012:parameter/license, not from this secret`,
      ],
    ],
    [
      'another Region',
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:axonflow/license-key',
      [
        `wiring.other-region: ${READS} a secret in eu-west-1: arn:aws:secretsmanager:eu-west-1:123456789012:secret:axonflow/license-key`,
      ],
    ],
    [
      'two fields after "secret:"',
      'ARN:license',
      [
        `wiring.not-an-arn: ${READS} something that is no secret: ${HERE}:axonflow/license-key-SUFFIX:license (after "secret:" stand one field or four, not 2)`,
      ],
    ],
    [
      'something else',
      'arn:aws:s3:::bucket',
      [`wiring.not-an-arn: ${READS} something that is no secret: arn:aws:s3:::bucket`],
    ],
    [
      'a field of a secret that is a key',
      'ARN:license::',
      [
        `wiring.json-key: ${READS} the field license, and the secret is not a JSON object, so no field of it can be read`,
      ],
    ],
  ]
  test.each(rows)('%s', async (_what, valueFrom, expected) => {
    expect(await refused(reads(valueFrom))).toEqual(expected)
  })

  const shapes = [
    ['ARN:nothing::', 'the field nothing, and the secret has no such field'],
    ['ARN:seats::', 'the field seats, and the secret holds something other than text in that field'],
    [
      'ARN',
      'the whole secret, and the secret is a JSON document: the runtime would take all of it for a key',
    ],
  ] as const
  test.each(shapes)('of a JSON document: %s', async (valueFrom, expected) => {
    expect(await refused(reads(valueFrom), document)).toEqual([`wiring.json-key: ${READS} ${expected}`])
  })

  test('with another partition, the same ways lead to the same places', async () => {
    const found = await refused(reads('arn:aws-us-gov:secretsmanager:us-east-1:123456789012:secret:other'))
    expect(found).toEqual([
      `wiring.other-secret: ${READS} another secret: arn:aws-us-gov:secretsmanager:us-east-1:123456789012:secret:other`,
    ])
  })
})

describe('variables that do not come from a secret', () => {
  test('a plain value', async () => {
    const found = await refused((world) =>
      rewire(world, { secrets: [], environment: [{ name: KEY, value: 'k' }] }),
    )
    expect(found).toEqual([
      `wiring.plain-value: service ${AGENT}, container agent has ${KEY} as a plain value in its task definition: it would not see the new key`,
    ])
  })
  const files = [{ type: 's3', value: 'arn:aws:s3:::bucket/agent.env' }]
  test('an environment file', async () => {
    expect(await refused((world) => rewire(world, { secrets: [], environmentFiles: files }))).toEqual([
      `wiring.environment-file: service ${AGENT} names ${KEY} nowhere, but loads environment files: a key in one would not change`,
    ])
  })
  test('nothing at all', async () => {
    expect(await refused((world) => rewire(world, { secrets: [] }))).toEqual([
      `wiring.no-variable: no container of service ${AGENT} names ${KEY}: its tasks would not see the new key`,
    ])
  })
  test('a secret and an environment file: a doubt', async () => {
    const { refusals, warnings } = await lookAt((world) => rewire(world, { environmentFiles: files }))
    expect(refusals).toEqual([])
    expect(said(warnings)).toContain(
      `wiring.environment-file-too: service ${AGENT}, container agent also loads environment files (arn:aws:s3:::bucket/agent.env): if one of them sets ${KEY}, the old key may win`,
    )
  })
})

describe('several containers', () => {
  const beside = (container: object) => (world: World) => {
    const at = world.taskDefinitions.findIndex(({ family }) => family === 'axonflow-agent')
    const [first] = world.taskDefinitions[at]?.containers ?? []
    const other = { ...first, name: 'beside', image: 'envoy:1', environment: [], secrets: [], ...container }
    const containers = [
      first,
      { ...other, fields: { ...first?.fields, ...container, ...nameAndImage(other) } },
    ]
    Object.assign(world.taskDefinitions[at] ?? {}, { containers })
  }
  const nameAndImage = ({ name, image, environment, secrets }: Record<string, unknown>) => ({
    ...{ name, image, environment, secrets },
  })
  test('a side container never names the variable', async () => {
    const { refusals, warnings } = await lookAt(beside({}))
    expect([refusals, warnings.filter(({ code }) => code.startsWith('wiring.'))]).toEqual([[], []])
  })
  test('one of the same image is a doubt', async () => {
    const { refusals, warnings } = await lookAt(
      beside({ image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/axonflow-agent@sha256:00' }),
    )
    expect([refusals, said(warnings)[0]]).toEqual([
      [],
      `wiring.some-containers: service ${AGENT}, container beside looks like the licensed runtime, and does not name ${KEY}: it runs without a key`,
    ])
  })
  test('one with the identity, too', async () => {
    const { warnings } = await lookAt(beside({ environment: [{ name: 'ORG_ID', value: 'acme' }] }))
    expect(said(warnings)[0]).toMatch(/^wiring.some-containers: /)
  })
  test('one that gets the key another way is refused, though the first one reads it', async () => {
    expect(await refused(beside({ environment: [{ name: KEY, value: 'k' }] }))).toEqual([
      `wiring.plain-value: service ${AGENT}, container beside has ${KEY} as a plain value in its task definition: it would not see the new key`,
    ])
  })
})

describe('several findings are listed at once', () => {
  test('services that disagree, and a field that is not there', async () => {
    const { refusals } = await lookAt(reads('ARN:license::'))
    expect(said(refusals)).toEqual([
      `wiring.json-key: ${READS} the field license, and the secret is not a JSON object, so no field of it can be read`,
      'wiring.fields-differ: service axonflow-orchestrator-service reads the whole secret, not the field license',
    ])
  })
  test('the field that is asked for is another than the one that is read', async () => {
    const { refusals } = await lookAt(
      reads('ARN:license::'),
      ['--service', AGENT, '--secret', 'axonflow/license-key#license2'],
      document,
    )
    expect(said(refusals)).toEqual([
      `wiring.fields-differ: service ${AGENT} reads the field license, not the field license2`,
    ])
  })

  test('a secret that cannot be read, one that must not be written, and a service that is busy', async () => {
    const { refusals } = await lookAt((world) => {
      const secret = secretOf(world)
      secret.rotationEnabled = true
      secret.versions = secret.versions.map((version) => ({
        ...version,
        content: { kind: 'binary', text: '' },
      }))
      reads('axonflow/license-key')(world)
      const body = { cluster: 'axonflow-cluster', service: AGENT, desiredCount: 0 }
      handle(world, { service: 'ecs', action: 'UpdateService', body })
    })
    expect(refusals.map(({ code }) => code).sort()).toEqual([
      'secret.binary',
      'secret.rotation-enabled',
      'service.no-tasks',
      'wiring.parameter',
    ])
  })
})
