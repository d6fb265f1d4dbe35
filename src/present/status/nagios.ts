import { exitCodeOf } from '../../model/codes.ts'
import { DAY } from '../../model/instant.ts'
import { visible } from '../../model/visible.ts'
import { bySeverity } from '../findings.ts'
import { plainPaint } from '../look.ts'
import { exitOfState, stateOf, statusLine } from '../nagios.ts'
import { verdictLine } from '../verdict-line.ts'
import type { OneOf } from './several.ts'
import type { StatusView } from './view.ts'

/** A monitoring plugin's line with performance data, and its exit code: the worst finding first, then the key. */
export function nagiosStatus(view: StatusView): { readonly line: string; readonly exit: number } {
  const state = stateOf([view.exitCode])
  const worst = bySeverity(view.findings).find(({ severity }) => severity !== 'note')
  const key = view.verdict === null ? 'no key to read' : verdictLine(view.verdict, plainPaint)
  const what = worst === undefined ? key : `${worst.says} [${worst.code}]; ${key}`
  return { line: `${statusLine(state, what)}|${data(view)}`, exit: exitOfState(state) }
}

/** The same of several: how many are not as they should be, and the worst of them. */
export function nagiosOfSeveral(views: readonly OneOf[]): { readonly line: string; readonly exit: number } {
  const codes = views.map((one) => ('trouble' in one ? exitCodeOf(one.trouble) : one.exitCode))
  const state = stateOf(codes)
  const bad = views.flatMap((one, at) => (codes[at] === 0 ? [] : [visible(one.deployment ?? '')]))
  const what =
    bad.length === 0
      ? `all ${views.length} deployments are as they should be`
      : `${bad.length} of ${views.length} deployments are not as they should be: ${bad.join(', ')}`
  return {
    line: `${statusLine(state, what)}|deployments=${views.length} bad=${bad.length}`,
    exit: exitOfState(state),
  }
}

function data({ verdict, nodes, running }: StatusView): string {
  const expires = verdict !== null && 'key' in verdict ? verdict.key.expires : null
  const days =
    expires === null || verdict === null ? [] : [`days=${((expires - verdict.now) / DAY).toFixed(1)};30:;7:`]
  const limit = nodes === null || typeof nodes.limit !== 'number' ? '' : `;;;0;${nodes.limit}`
  const counted = nodes?.counted ?? nodes?.running ?? null
  const count = counted === null ? [] : [`nodes=${counted}${limit}`]
  const sum = running.services.reduce((all, one) => all + one.running, 0)
  return [...days, ...count, `tasks=${sum}`].join(' ')
}
