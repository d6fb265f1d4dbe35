import type { Instant } from '../../model/instant.ts'
import { limitWords } from '../../model/limit.ts'
import { visible } from '../../model/visible.ts'
import { bySeverity, findingLines } from '../findings.ts'
import { headline, nowAndNext } from '../inspect/headline.ts'
import type { Look, Paint } from '../look.ts'
import { type Entry, entryLines, sectionLines } from '../section.ts'
import { table } from '../table.ts'
import { when } from '../verdict-line.ts'
import type { StatusView } from './view.ts'

/** One screen: whether all is well, what is not, then what runs, what is said, what is to come; lines ending in a line feed. */
export async function statusText(view: StatusView, look: Look, paint: Paint): Promise<string> {
  const findings = bySeverity(view.findings)
  return [
    ...lines([
      ...(view.deployment === null ? [] : [paint('strong', visible(view.deployment))]),
      first(view, paint),
      ...entryLines([...moment(view), ...place(view)]),
      ...(findings.length === 0 ? [] : ['']),
      ...findings.flatMap((finding) => findingLines(finding, paint)),
      ...(await drawn(view, look, paint)),
    ]),
    await services(view, look, paint),
    ...lines(
      sectionLines(
        [
          { title: 'what the runtimes say', lines: runtimes(view) },
          { title: 'nodes', lines: nodes(view) },
          { title: 'quotas', lines: quotas(view) },
          { title: 'to come', lines: toCome(view) },
        ],
        paint,
      ),
    ),
  ].join('')
}

const lines = (all: readonly string[]): readonly string[] => all.map((line) => `${line}\n`)

function first({ verdict, tierInForce, productName }: StatusView, paint: Paint): string {
  return verdict === null
    ? `${paint('attention', 'no key to read:')} what the runtime says is all that is known`
    : headline({ verdict, tierInForce, productName }, paint)
}

const moment = ({ verdict, asked, tierInForce }: StatusView): readonly Entry[] =>
  verdict === null ? [] : nowAndNext({ verdict, asked, tierInForce })

const place = ({ verdict, running: { head } }: StatusView): readonly Entry[] => [
  ...(verdict !== null && 'key' in verdict
    ? [['key', `${verdict.key.formName}, ${verdict.key.fingerprint}`] as const]
    : []),
  ...head.map(({ label, value }) => [label, value] as const),
]

/** A picture is for a terminal; loaded only there. */
async function drawn({ verdict, asked }: StatusView, look: Look, paint: Paint): Promise<readonly string[]> {
  if (!look.terminal || verdict === null || !('timeline' in verdict)) return []
  const { timeline, standing, now, key } = verdict
  if (timeline === null || standing === null) return []
  const { drawTimeline } = await import('../inspect/draw-timeline.ts')
  const scene = { timeline, standing, now, issued: key.issued, mark: asked ? 'at' : 'today' }
  return ['', paint('strong', 'time line'), ...drawTimeline(scene, look.width, paint)]
}

const HEAD = ['service', 'tasks', 'runs with', 'deployed'] as const

async function services({ running, now }: StatusView, look: Look, paint: Paint): Promise<string> {
  if (running.services.length === 0) return ''
  const rows = running.services.map((service) => [
    visible(service.name),
    tasksOf(service),
    runsWith(service.tasks),
    deployedAt(service, now),
  ])
  return `\n${await table(rows, look, { head: HEAD, paint })}`
}

type Service = StatusView['running']['services'][number]

const tasksOf = ({ running, desired, pending }: Service): string =>
  `${running} of ${desired}${pending === 0 ? '' : `, ${pending} starting`}`

function runsWith(tasks: Service['tasks']): string {
  if (tasks === null) return 'not known'
  const kinds = [
    [tasks.fresh, 'this key'],
    [tasks.older, 'the key before'],
    [tasks.unknown, 'it cannot be told'],
  ] as const
  const some = kinds.filter(([count]) => count > 0)
  if (some.length === 0) return 'nothing runs'
  return some.length === 1 ? (some[0]?.[1] ?? '') : some.map(([count, what]) => `${count} ${what}`).join(', ')
}

const deployedAt = ({ deployed, rollout }: Service, now: Instant): string =>
  deployed === null
    ? '-'
    : `${when(deployed, now)}${rollout === null || rollout === 'COMPLETED' ? '' : `, ${visible(rollout)}`}`

const runtimes = ({ running, now }: StatusView): readonly Entry[] =>
  running.heard.map(({ url, word, why, alarms }) => {
    const said = word === null ? [`says nothing: ${why ?? ''}`] : wordOf(word, now)
    const counted = alarms.map(({ name, label, count }) => `${visible(name)}{${visible(label)}} ${count}`)
    return [visible(url), [...said, ...counted].join(', ')] as const
  })

function wordOf(
  word: NonNullable<StatusView['running']['heard'][number]['word']>,
  now: Instant,
): readonly string[] {
  const { tier, valid, expires, nodes, version, healthy, heartbeat } = word
  const state = heartbeat?.state ?? null
  const parts = [
    ...(healthy === null ? [] : [healthy ? 'healthy' : 'not healthy']),
    ...(state === null ? [] : [visible(state)]),
    ...(tier === null ? [] : [visible(tier)]),
    ...(valid === false ? ['not valid'] : []),
    ...(expires === null ? [] : [`until ${when(expires, now)}`]),
    ...(nodes === null ? [] : [`${nodes} nodes`]),
    ...(version === null ? [] : [`version ${visible(version)}`]),
  ]
  return tier === null && expires === null && valid === null ? [...parts, 'nothing about its license'] : parts
}

function nodes({ nodes: all }: StatusView): readonly Entry[] {
  if (all === null) return []
  const { running, desired, counted, limit, statedBy, band } = all
  return [
    ...(running === null ? [] : [['tasks', `${running} running, ${desired ?? 0} desired`] as const]),
    ...(counted === null ? [] : [['counted', `${counted} by the runtime`] as const]),
    ...(limit === null
      ? []
      : [['limit', `${limit}, by ${statedBy ?? ''}${band === null ? '' : `: ${band}`}`] as const]),
  ]
}

const quotas = ({ quotas: all }: StatusView): readonly Entry[] =>
  all.map(({ label, limit, code, exceeded }) => [
    visible(label),
    `${visible(limitWords(limit))}; used: not published by the vendor; ${exceededWords(exceeded, code)}`,
  ])

function exceededWords(exceeded: number | null, code: string | null): string {
  if (exceeded === null) return 'how often it was exceeded is not known: no counter was read'
  if (exceeded === 0) return 'not exceeded since start'
  return `exceeded ${exceeded} ${exceeded === 1 ? 'time' : 'times'} since start (${visible(code ?? '')})`
}

const toCome = ({ ahead, now }: StatusView): readonly Entry[] =>
  ahead.map(({ at, says, effects }) => [
    when(at, now),
    effects === null ? says : `${says}; running: ${effects.running}; starting: ${effects.starting}`,
  ])
