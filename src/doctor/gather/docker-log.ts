import { Buffer } from 'node:buffer'
import type { DockerRun } from '../../host/host.ts'
import { withoutAnyKey } from '../../input/redact.ts'
import { error, type Finding, note } from '../../model/finding.ts'
import { type Instant, parseInstant, toIso } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import { word } from '../../model/shell-word.ts'
import { own, says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { type Looked, type Seen, unseen } from '../facts.ts'

/** Lines of each container, the last ones. */
const TAIL = 300

export const LOGS = ['compose', 'logs', '--no-color', '--timestamps', '--tail', String(TAIL)] as const

/** What a container said, as Compose puts it: `agent-1  | 2026-11-23T12:00:00.123456789Z text`. */
const LINE = /^([\w.-]{1,200}) +\| (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3})\d*)?(Z) (.*)$/s

/** A container of Compose, by the name that its log has. */
export interface Speaker {
  readonly service: string
  /** null: it does not run, or may end again at any moment */
  readonly started: Instant | null
}

interface Said {
  readonly speaker: string
  readonly at: Instant | null
  readonly text: string
}

/**
 * What containers said when they refused their license, the last that each said; whether they run now or not.
 *
 * @param speakers those that are known; what one said before it was started is over
 * @param keys what no line may show
 */
export function logOf(
  run: DockerRun | null,
  { name, published: { inLog } }: Product,
  speakers: ReadonlyMap<string, Speaker>,
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
    if (line.text.includes(inLog.phrase) && inLog.refuses(line.text)) last.set(line.speaker, line)
  const known = (speaker: string) => speakers.get(speaker) ?? unknown(speaker)
  const services = new Set(lines.map(({ speaker }) => known(speaker).service))
  return {
    seen: {
      says: says`${[...services].join(', ')}: none said ${own(inLog.says)} since it was started, in its last ${TAIL} lines`,
      findings: [...last.values()].map((line) => refusal(line, known(line.speaker), keys)),
    },
  }
}

/** One that does not run, and has no name of its own. */
const unknown = (speaker: string): Speaker => ({ service: speaker.replace(/[-_]\d+$/, ''), started: null })

function said(line: string): readonly Said[] {
  const [, speaker = '', second = '', fraction = '0', zone = '', text = ''] = LINE.exec(line) ?? []
  return speaker === '' ? [] : [{ speaker, at: parseInstant(`${second}.${fraction}${zone}`) ?? null, text }]
}

function refusal({ at, text }: Said, { service, started }: Speaker, keys: readonly KeyText[]): Finding {
  const over = started !== null && at !== null && started > at
  const when = at === null ? says`at a time that it does not tell` : says`at ${toIso(at)}`
  return (over ? note : error)(
    'doctor.refused-in-log',
    says`the container of service ${service} said ${own(when)}${over ? ', before it was started again' : ''}: ${withoutAnyKey(text, keys)}`,
    ...(over
      ? []
      : [says`mend what it names, then start it again: docker compose up -d ${own(word(service))}`]),
    says`all that it said: docker compose logs ${own(word(service))}`,
  )
}
