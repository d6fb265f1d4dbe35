import { AwsTrouble } from '../../../../host/aws-api.ts'
import type { Line, StepOutcome } from '../../../../model/plan.ts'
import { says } from '../../../../model/visible.ts'
import { hearAll } from '../../../health/ask.ts'
import type { Performer, Watch } from '../../../target.ts'
import type { ScaleStep } from '../sight.ts'
import { aftermath } from './aftermath.ts'
import { follow } from './follow.ts'
import type { ScaleRun } from './run.ts'
import { scale, scaleBack } from './set.ts'
import { told, unknown } from './told.ts'

/** Carries out the steps of one plan to scale, in one run. */
export const scaler = (run: ScaleRun): Performer<ScaleStep> => ({
  perform: (step, watch) =>
    perform(run, step, watch).catch((thrown: unknown) => {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      return unknown(told('rotation.cannot-read', says`AWS could not be read`, thrown, run), run)
    }),
  aftermath: (ending) => aftermath(run, ending),
})

function perform(run: ScaleRun, step: ScaleStep, watch: Watch): Promise<StepOutcome> {
  switch (step.do) {
    case 'scale':
      return scale(run, step.change)
    case 'scale-back':
      return scaleBack(run)
    case 'follow':
      return follow(run, step.back, watch)
    case 'count':
      return count(run)
  }
}

/** It is for people: a node that is gone is counted for minutes yet. */
async function count({ seen, tools }: ScaleRun): Promise<StepOutcome> {
  const said = await hearAll(seen.ref.health, tools)
  const evidence = said.flatMap(({ url, word: { nodes, maxNodes } }): readonly Line[] =>
    nodes === null
      ? []
      : [{ label: url, value: says`counts ${nodes} nodes${maxNodes === null ? '' : ` of ${maxNodes}`}` }],
  )
  return evidence.length === 0
    ? { status: 'unchanged', because: says`no runtime says how many nodes it counts` }
    : { status: 'done', evidence }
}
