import { Counter, Gauge, Registry } from 'prom-client'
import { type Instant, SECOND } from '../../model/instant.ts'
import { visible } from '../../model/visible.ts'
import type { StatusView } from './view.ts'

/** What a watch has counted beside what it saw last. */
export interface Counted {
  /** the last look succeeded */
  readonly up: boolean
  /** looks that did not, since it began */
  readonly errors: number
  readonly at: Instant
}

/** What is known of a deployment before anything was seen there. */
export type About = Pick<StatusView, 'productName' | 'deployment'>

type Series = { readonly name: string; readonly help: string } & (
  | { readonly looks: (counted: Counted) => number }
  /** null: nothing to say, and no sample */
  | { readonly seen: (view: StatusView) => number | null }
  /** one for each limit; in all their sum */
  | {
      readonly each: (
        view: StatusView,
      ) => readonly { readonly limit: string; readonly count: number | null }[]
    }
)

/** @param view null: nothing was seen yet */
export function sampleOf(series: Series, view: StatusView | null, counted: Counted): number | null {
  if ('looks' in series) return series.looks(counted)
  if (view === null) return null
  if ('seen' in series) return series.seen(view)
  const counts = series.each(view).flatMap(({ count }) => (count === null ? [] : [count]))
  return counts.length === 0 ? null : counts.reduce((sum, one) => sum + one, 0)
}

const seconds = (at: Instant): number => at / SECOND
const secondsOf = (at: Instant | null): number | null => (at === null ? null : seconds(at))

const keyOf = ({ verdict }: StatusView) => (verdict !== null && 'key' in verdict ? verdict.key : null)

/** When the grace begins that follows the expiry ends; null where there is none. */
function graceEnd({ verdict }: StatusView): Instant | null {
  const grace =
    verdict !== null && 'timeline' in verdict
      ? verdict.timeline?.find(({ state }) => state === 'grace')
      : undefined
  return grace === undefined || grace.until === 'forever' ? null : grace.until
}

/** Dates are seconds since 1970, as Prometheus has them. Source: Prometheus, naming of metrics and labels. */
export const SERIES: readonly Series[] = [
  { name: 'lic_up', help: 'Whether the last look succeeded', looks: ({ up }) => Number(up) },
  {
    name: 'lic_errors_total',
    help: 'Looks that did not succeed since the watch began',
    looks: ({ errors }) => errors,
  },
  {
    name: 'lic_last_look_timestamp_seconds',
    help: 'When the last look was taken',
    looks: ({ at }) => seconds(at),
  },
  {
    name: 'lic_license_valid',
    help: 'Whether the key in place is genuine and in term',
    seen: ({ verdict }) => Number(verdict?.kind === 'usable'),
  },
  {
    name: 'lic_license_not_after_seconds',
    help: 'When the key in place expires',
    seen: (view) => secondsOf(keyOf(view)?.expires ?? null),
  },
  {
    name: 'lic_license_grace_end_seconds',
    help: 'When the grace after that ends',
    seen: (view) => secondsOf(graceEnd(view)),
  },
  {
    name: 'lic_nodes_running',
    help: 'Nodes that run, as the runtime counts them, else tasks',
    seen: ({ nodes }) => (nodes === null ? null : (nodes.counted ?? nodes.running)),
  },
  {
    name: 'lic_nodes_limit',
    help: 'Nodes that the license allows; NaN where it allows any number',
    seen: ({ nodes }) => (typeof nodes?.limit === 'number' ? nodes.limit : null),
  },
  {
    name: 'lic_nodes_unlimited',
    help: 'Whether the license allows any number of nodes',
    seen: ({ nodes }) =>
      nodes === null || nodes.limit === null ? null : Number(nodes.limit === 'unlimited'),
  },
  {
    name: 'lic_limit_exceeded',
    help: 'How often a limit of the license stopped something since the runtimes started',
    each: ({ quotas }) => quotas.map(({ id, exceeded }) => ({ limit: visible(id), count: exceeded })),
  },
  {
    name: 'lic_drift',
    help: 'What is not as it should be: findings of the last look',
    seen: ({ findings }) => findings.filter(({ severity }) => severity !== 'note').length,
  },
  { name: 'lic_status_code', help: 'The exit code of lic status', seen: ({ exitCode }) => exitCode },
]

export type Labels = Readonly<Record<'product' | 'identity' | 'tier' | 'deployment', string>>

/** Which deployment a sample is about. */
export function labelsOf(view: StatusView | null, about: About): Labels {
  const key = view && keyOf(view)
  return {
    product: about.productName,
    identity: visible(key?.identity?.value ?? ''),
    tier: visible(key?.tier ?? ''),
    deployment: visible(about.deployment ?? ''),
  }
}

/**
 * The text format 0.0.4 of Prometheus: what was seen last, and NaN for what is not known, so that no series vanishes with a
 * key that expires or a look that fails.
 */
export async function metricsText(view: StatusView | null, counted: Counted, about: About): Promise<string> {
  const registry = new Registry()
  const labels = labelsOf(view, about)
  for (const one of SERIES) {
    const { name, help } = one
    const series = { name, help, labelNames: Object.keys(labels), registers: [registry] }
    if ('each' in one) {
      const gauge = new Gauge({ ...series, labelNames: [...series.labelNames, 'limit'] })
      const all = view === null ? [] : one.each(view)
      for (const { limit, count } of all.length === 0 ? [{ limit: '', count: null }] : all)
        gauge.set({ ...labels, limit }, count ?? Number.NaN)
      continue
    }
    const sample = sampleOf(one, view, counted)
    if (name.endsWith('_total')) new Counter(series).inc(labels, sample ?? 0)
    else new Gauge(series).set(labels, sample ?? Number.NaN)
  }
  return `${await registry.metrics()}\n`
}
