import type { AwsSettings } from '../../../host/aws-api.ts'
import type { ScaleWish, Scaling, Tools } from '../../target.ts'
import { openedBy } from '../opened.ts'
import type { AwsRef } from '../ref.ts'
import { draftScaling } from './draft.ts'
import { limitsOf, type NodeLimits, numberOf } from './limit.ts'
import { observeScaling } from './observe.ts'
import { scaler } from './perform/performer.ts'
import type { ScaleSight, ScaleStep } from './sight.ts'

/** The services of one cluster, and how many tasks each runs. Rejects with `LicError` where there is no Region. */
export async function openScaling(
  ref: AwsRef,
  tools: Tools,
  onCall?: AwsSettings['onCall'],
): Promise<Scaling<ScaleSight, ScaleStep, ScaleWish>> {
  const aws = await openedBy(ref, tools, onCall)
  const { product } = tools
  return {
    observe: () => observeScaling(ref, aws, tools),
    draft: (seen, wish) => draftScaling(seen, wish, product),
    performer: (seen, wish) =>
      scaler({
        aws,
        tools,
        seen,
        most: strictly(limitsOf(seen.words, wish.verdict, product), wish),
        memory: { sent: new Map(), back: new Set(), settled: false },
      }),
  }
}

/** What must not be exceeded while it goes on: only what was refused before, too. */
const strictly = ({ stated }: NodeLimits, { consents }: ScaleWish): number | null =>
  stated === null || consents.some(({ to }) => to === 'over-limit') ? null : numberOf(stated.most)
