import type { Json } from '../../model/answer.ts'
import { type Counted, labelsOf, SERIES } from './metrics.ts'
import type { StatusView } from './view.ts'

/**
 * One line of CloudWatch's embedded metric format: logged by a task, it becomes metrics.
 * Source: Amazon CloudWatch user guide, Specification: embedded metric format.
 */
export function emfLine(view: StatusView, counted: Counted): string {
  const values: Record<string, number> = {}
  for (const { name, value } of SERIES) {
    const sample = value(view, counted)
    if (sample !== null) values[name] = sample
  }
  const labels = labelsOf(view)
  const line: Json = {
    _aws: {
      Timestamp: counted.at,
      CloudWatchMetrics: [
        {
          Namespace: 'lic',
          Dimensions: [Object.keys(labels).filter((label) => labels[label as keyof typeof labels] !== '')],
          Metrics: Object.keys(values).map((name) => ({ Name: name, Unit: unitOf(name) })),
        },
      ],
    },
    ...labels,
    ...values,
  }
  return `${JSON.stringify(line)}\n`
}

const unitOf = (name: string): string =>
  name.endsWith('_seconds')
    ? 'Seconds'
    : name.startsWith('lic_nodes_') || name.endsWith('_total')
      ? 'Count'
      : 'None'
