import type { AwsSettings } from '../../host/aws-api.ts'
import { says } from '../../model/visible.ts'
import type { Target, Tools } from '../target.ts'
import { keptIn } from './archived.ts'
import { draft } from './draft.ts'
import { observe } from './observe.ts'
import { openedBy } from './opened.ts'
import { runOf } from './perform/begin.ts'
import { performer } from './perform/performer.ts'
import { storable } from './perform/value.ts'
import type { AwsRef } from './ref.ts'
import { running } from './running.ts'
import type { AwsSight } from './sight.ts'
import type { AwsStep } from './steps.ts'

/** Secrets Manager and ECS. Rejects with `LicError` where there is no Region. */
export async function openAws(
  ref: AwsRef,
  tools: Tools,
  onCall?: AwsSettings['onCall'],
): Promise<Target<AwsSight, AwsStep>> {
  const aws = await openedBy(ref, tools, onCall)
  const place = { region: aws.region, profile: ref.profile }
  return {
    observe: () => observe(ref, aws, tools),
    running: () => running(ref, aws, tools),
    history: async () => {
      const { secret, field } = ref
      const value = says`${secret}${field === null ? '' : `, field ${field}`} in ${aws.region}`
      return { head: [{ label: 'secret', value }], keys: await keptIn(ref, aws, tools, place) }
    },
    archived: ({ secret, current }) => {
      const from = { secret: secret?.arn ?? ref.secret, field: current?.field ?? ref.field }
      return keptIn(from, aws, tools, place, storable)
    },
    draft: (seen, intent, noUndo) => draft(seen, intent, noUndo, tools.product),
    performer: (seen, intent) => performer(runOf(aws, seen, intent, tools)),
  }
}
