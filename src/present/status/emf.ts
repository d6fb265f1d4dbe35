import { toJsonLine } from '../json.ts'
import { type About, type Counted, type Labels, labelsOf, SERIES, sampleOf } from './metrics.ts'
import type { StatusView } from './view.ts'

/**
 * One line of CloudWatch's embedded metric format: logged by a task, it becomes metrics.
 * Source: Amazon CloudWatch user guide, Specification: embedded metric format.
 *
 * @param view null: nothing was seen yet
 */
export function emfLine(view: StatusView | null, counted: Counted, about: About): string {
  const values: Record<string, number> = {}
  for (const one of SERIES) {
    const sample = sampleOf(one, view, counted)
    if (sample !== null) values[one.name] = sample
  }
  const labels = Object.entries(labelsOf(view, about)).map(
    ([name, value]) => [name, dimension(value)] as const,
  )
  return toJsonLine({
    _aws: {
      Timestamp: counted.at,
      CloudWatchMetrics: [
        {
          Namespace: 'lic',
          Dimensions: [labels.filter(([, value]) => value !== '').map(([name]) => name)],
          Metrics: Object.keys(values).map((name) => ({ Name: name, Unit: unitOf(name) })),
        },
      ],
    },
    ...(Object.fromEntries(labels) as Labels),
    ...values,
  })
}

/**
 * A dimension is ASCII, no longer than 1024 characters, does not begin with a colon and is not blank; else its metrics are
 * lost. Source: Amazon CloudWatch API reference, Dimension.
 */
const dimension = (value: string): string =>
  value
    .trim()
    .replace(/^:|[^ -~]/gu, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`)
    .slice(0, 1024)

const unitOf = (name: string): string =>
  name.endsWith('_seconds')
    ? 'Seconds'
    : name.startsWith('lic_nodes_') || name.endsWith('_total') || name === 'lic_limit_exceeded'
      ? 'Count'
      : 'None'
