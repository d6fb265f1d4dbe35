import { after, type Instant, MINUTE, parseInstant, SECOND } from '../../src/model/instant.ts'
import type { KeyWish } from '../../src/sandbox/issuer.ts'
import type { Appointment } from '../../src/sandbox/world/schedule.ts'
import type { Secret } from '../../src/sandbox/world/secrets/nouns.ts'
import type { Spell } from '../../src/sandbox/world/weather/spells.ts'
import type { HealthShape } from '../../src/sandbox/world/world.ts'
import type { FakeHost, World as Told } from './host.ts'
import { addOlderVersions } from './older-versions.ts'
import { issuerAnchors } from './sample-keys.ts'
import { NOON, sandboxed } from './sandboxed.ts'

const NOBODY = '0'.repeat(64)

/**
 * Lines of a transcript that put an AWS into its world, with the deployment of the documents in it:
 *
 *   sandbox KEY                   (the key that is in the secret)
 *   sandbox-distrusts             (its runtimes refuse every key but Evaluation ones)
 *   sandbox-slow                  (its tasks take ten minutes to start)
 *   sandbox-health SHAPE
 *   sandbox-wired VALUE           (what the containers name as valueFrom; ARN stands for the secret's)
 *   sandbox-json FIELD            (the secret is a JSON document with the key in that field)
 *   sandbox-plain SERVICES        (agent, orchestrator: their containers hold the key as a plain value)
 *   sandbox-logs CONFIGURATION    (the containers' logConfiguration, as JSON; null for none)
 *   sandbox-says TEXT             (what every container has said just now, as a JSON string)
 *   sandbox-no-secret             (the secret is not there)
 *   sandbox-meets CALL TROUBLE    (such as ecs:RegisterTaskDefinition denied)
 *   sandbox-later SECONDS CALL BODY   (what somebody else does then, the body as JSON)
 *   sandbox-older LABELS TEXT     (a version from before with these labels, - for none; repeatable, newest first)
 *   sandbox-version KEY           (a second version, put twenty minutes ago; the secret changed just now)
 *   sandbox-label LABEL [1|2]     (a label on one of the versions; default: the one that is live)
 *   sandbox-changed INSTANT       (when the secret last changed)
 */
export async function sandboxHost(lines: readonly string[], told: Told): Promise<FakeHost> {
  const said = new Map(lines.map((line) => split(line)))
  const value = (name: string) => said.get(name)
  const wired = value('sandbox-wired')
  const field = value('sandbox-json')
  const plain = value('sandbox-plain')
  const logs = value('sandbox-logs')
  const { host, world } = await sandboxed({
    now: told.now ?? NOON,
    issuer: {
      anchors: said.has('sandbox-distrusts') ? { ...issuerAnchors, enterprise: NOBODY } : issuerAnchors,
      nextEnterprise: NOBODY,
      issue: () => value('sandbox') ?? '',
    },
    key: { org: 'acme' } satisfies Partial<KeyWish>,
    healthShape: (value('sandbox-health') ?? 'nodes') as HealthShape,
    timings: said.has('sandbox-slow') ? { boot: 600_000 } : {},
    told,
    wiring: {
      ...(field === undefined ? {} : { value: (key) => JSON.stringify({ user: 'lic', [field]: key }) }),
      ...(wired === undefined
        ? {}
        : {
            container: (_role, arn) => ({
              secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: wired.replace('ARN', arn) }],
            }),
          }),
      ...(logs === undefined
        ? {}
        : {
            container: (_role, arn) => ({
              secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn }],
              logConfiguration: JSON.parse(logs) as object | null,
            }),
          }),
      ...(plain === undefined ? {} : { container: holding(plain.split(' '), value('sandbox') ?? '') }),
    },
    weather: lines.filter((line) => line.startsWith('sandbox-meets ')).map(spellOf),
    schedule: lines
      .filter((line) => line.startsWith('sandbox-later '))
      .map((line) => laterOf(line, told.now ?? NOON)),
  })
  if (said.has('sandbox-no-secret')) world().secrets = []
  const says = value('sandbox-says')
  for (const task of says === undefined ? [] : world().tasks)
    for (const container of ['agent', 'orchestrator'])
      task.log.push({ at: world().now, container, text: JSON.parse(says ?? '') as string })
  const [secret] = world().secrets
  if (secret) addOlderVersions(secret, olderVersions(lines), told.now ?? NOON)
  if (secret) begun(secret, world().now, lines, value)
  return host
}

/** The containers of these roles hold the key in their task definition; the others read the secret. */
const holding = (roles: readonly string[], key: string) => (role: string, arn: string) =>
  roles.includes(role)
    ? {
        secrets: [],
        environment: [
          { name: 'ORG_ID', value: 'acme' },
          { name: 'AXONFLOW_LICENSE_KEY', value: key },
        ],
      }
    : { secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn }] }

function spellOf(line: string): Spell {
  const [, call = '', does = ''] = line.split(' ')
  return { call, does: does as 'denied' }
}

function laterOf(line: string, start: Instant): Appointment {
  const [, seconds = '', call = '', ...body] = line.split(' ')
  const [service = '', action = ''] = call.split(':')
  return {
    at: after(start, Number(seconds) * SECOND),
    call: { service: service as 'ecs', action, body: JSON.parse(body.join(' ')) as object },
  }
}

const olderVersions = (lines: readonly string[]) =>
  lines
    .filter((line) => line.startsWith('sandbox-older '))
    .map((line) => split(line.slice('sandbox-older '.length)))
    .map(([labels, text]) => ({ labels: labels === '-' ? [] : labels.split(','), text }))

/** The traces of a rotation that somebody began. */
function begun(
  secret: Secret,
  now: Instant,
  lines: readonly string[],
  value: (name: string) => string | undefined,
): void {
  const live = secret.labels.get('AWSCURRENT') ?? ''
  const second = value('sandbox-version')
  if (second !== undefined) {
    const content = { kind: 'string', text: second } as const
    secret.versions.push({ id: '2'.repeat(32), created: after(now, -20 * MINUTE), content, accessed: null })
    secret.changed = now
  }
  const changed = parseInstant(value('sandbox-changed') ?? '')
  if (changed !== undefined) secret.changed = changed
  for (const [name, said] of lines.map(split)) {
    const [label = '', which = '1'] = said.split(' ')
    const version = which === '1' ? live : '2'.repeat(32)
    if (name === 'sandbox-label') secret.labels.set(label, version)
  }
}

function split(line: string): readonly [string, string] {
  const at = line.indexOf(' ')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}
