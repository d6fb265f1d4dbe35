import { Buffer } from 'node:buffer'
import type { DockerRun } from '../../host/host.ts'
import { withoutAnyKey } from '../../input/redact.ts'
import { error, type Finding, note } from '../../model/finding.ts'
import { type Instant, parseInstant, toIso } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import { own, says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { type Looked, type Seen, unseen } from '../facts.ts'

/** Lines of each container, the last ones. */
const TAIL = 300

export const LOGS = ['compose', 'logs', '--no-color', '--timestamps', '--tail', String(TAIL)] as const

/** What a container said, as Compose puts it: `agent-1  | 2026-11-23T12:00:00.123456789Z text`. */
const LINE = /^([\w.-]{1,200}?)(?:-\d+)? +\| (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?(Z) (.*)$/

interface Said {
  readonly service: string
  readonly at: Instant | null
  readonly text: string
}

/**
 * What containers said when they refused their license, the last that each said; whether they run now or not.
 *
 * @param started when containers that run started, by service; what was said before is over
 * @param keys what no line may show
 */
export function logOf(
  run: DockerRun | null,
  { name, published: { inLog } }: Product,
  started: ReadonlyMap<string, Instant>,
  keys: readonly KeyText[],
): Looked<Seen> {
  if (inLog === null)
    return unseen(
      says`what ${name} writes to its log of a license it refuses is not published`,
      says`look into it: docker compose logs --tail ${TAIL}`,
    )
  if (run?.code !== 0)
    return unseen(says`docker compose logs did not succeed`, says`see what it says: docker compose logs`)
  const lines = Buffer.from(run.stdout).toString('utf8').split(/\r?\n/).flatMap(said)
  if (lines.length === 0)
    return unseen(says`no container of this project has said anything`, says`start it: docker compose up -d`)
  const last = new Map<string, Said>()
  for (const line of lines)
    if (line.text.includes(inLog.phrase) && inLog.refuses(line.text)) last.set(line.service, line)
  const services = new Set(lines.map(({ service }) => service))
  return {
    seen: {
      says: says`${[...services].join(', ')}: none said "${inLog.phrase}" since it was started, in its last ${TAIL} lines`,
      findings: [...last.values()].map((line) => refusal(line, started, keys)),
    },
  }
}

function said(line: string): readonly Said[] {
  const [, service = '', second = '', fraction = '0', zone = '', text = ''] = LINE.exec(line) ?? []
  return service === '' ? [] : [{ service, at: parseInstant(`${second}.${fraction}${zone}`) ?? null, text }]
}

function refusal(
  { service, at, text }: Said,
  started: ReadonlyMap<string, Instant>,
  keys: readonly KeyText[],
): Finding {
  const since = started.get(service)
  const over = since !== undefined && at !== null && since > at
  const when = at === null ? says`at a time that it does not tell` : says`at ${toIso(at)}`
  return (over ? note : error)(
    'doctor.refused-in-log',
    says`the container of service ${service} said ${own(when)}${over ? ', before it was started again' : ''}: ${withoutAnyKey(text, keys)}`,
    ...(over ? [] : [says`mend what it names, then start it again: docker compose up -d ${service}`]),
    says`all that it said: docker compose logs ${service}`,
  )
}
