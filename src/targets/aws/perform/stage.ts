import { AwsTrouble } from '../../../host/aws-api.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { passing, told, unknown } from './answers.ts'
import { labelsNow } from './move-label.ts'
import type { Run } from './run.ts'
import { withKey } from './value.ts'

const TRIES = 3
const PAUSE = 500

/** Puts the new value under this run's own label. The token makes trying again safe. */
export async function stage(run: Run): Promise<StepOutcome> {
  const { old, intent, version, runLabel } = run
  if (old === null || runLabel === null || intent.kind !== 'rotate') throw new Error('nothing to stage')
  const text = withKey(old, intent.warrant.text)
  const request = { id: run.secretId, token: version, text, stages: [runLabel] }
  for (let attempt = 1; ; attempt++) {
    try {
      await run.aws.secrets.put(request)
      break
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      run.memory.staged ||= thrown.uncertain
      const labels = (await labelsNow(run))?.stages
      if (labels?.[version]?.includes(runLabel)) break
      if (attempt < TRIES && (thrown.uncertain || passing(thrown))) {
        await run.tools.host.sleep(PAUSE)
        continue
      }
      const what = told('rotation.write-failed', says`the new version could not be put`, thrown, run)
      if (labels !== undefined && !thrown.uncertain) return { status: 'failed', error: what }
      return unknown({ ...what, code: 'rotation.answer-lost' }, run)
    }
  }
  run.memory.staged = true
  return {
    status: 'done',
    evidence: [
      { label: 'version', value: says`${version}` },
      { label: 'label', value: says`${runLabel}` },
    ],
  }
}
