import { AwsTrouble, type TaskDefinitionDraft } from '../../../host/aws-api.ts'
import type { Line, StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { familyOf, holdingValue, readingSecret, revisionName, sameDefinition } from '../task-definition.ts'
import { passing, readPatiently, told } from './answers.ts'
import type { Run } from './run.ts'
import { keyToPlace, utf8 } from './value.ts'

const TRIES = 3
const A_SECOND = 1000

/** A new revision of each definition that holds the key as a plain value. Services keep the one that they have. */
export async function register(run: Run): Promise<StepOutcome> {
  const evidence: Line[] = []
  for (const from of new Set(run.seen.moving.map((one) => one.from))) {
    const made = await registerOne(run, from)
    if (made instanceof AwsTrouble) {
      const tried = says`no new revision of ${familyOf(from)} could be registered`
      return { status: 'failed', error: told('rotation.write-failed', tried, made, run) }
    }
    run.memory.registered.set(from, made)
    evidence.push({ label: revisionName(from), value: says`${revisionName(made)} registered` })
  }
  return { status: 'done', evidence }
}

/**
 * The call has no token: after a lost answer the newest revision is read. One too many does no harm, so that where
 * nobody can tell, another is made.
 */
async function registerOne(run: Run, from: string): Promise<string | AwsTrouble> {
  const draft = changed(run, from, await readPatiently(run, ({ ecs }) => ecs.taskDefinitionDraft(from)))
  for (let attempt = 1; ; attempt++) {
    try {
      return (await run.aws.ecs.register(draft)).arn
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      const made = thrown.uncertain ? await newest(run, from, draft) : null
      if (made !== null) return made
      if (attempt === TRIES || !(thrown.uncertain || passing(thrown))) return thrown
      await run.tools.host.sleep(A_SECOND)
    }
  }
}

function changed({ seen, intent, secretId }: Run, from: string, draft: TaskDefinitionDraft) {
  const variables = seen.moving.find((one) => one.from === from)?.variables ?? []
  const key = keyToPlace(intent)
  if (seen.ref.via === 'value' && key !== null) return holdingValue(draft, variables, utf8(key.text))
  return readingSecret(draft, variables, seen.field === null ? secretId : `${secretId}:${seen.field}::`)
}

/** The newest revision of the family, where it is the one that was asked for. */
async function newest(run: Run, from: string, draft: TaskDefinitionDraft): Promise<string | null> {
  try {
    const { arn } = await readPatiently(run, ({ ecs }) => ecs.taskDefinition(familyOf(from)))
    const there = await readPatiently(run, ({ ecs }) => ecs.taskDefinitionDraft(arn))
    return arn !== from && sameDefinition(there, draft) ? arn : null
  } catch (thrown) {
    if (thrown instanceof AwsTrouble) return null
    throw thrown
  }
}
