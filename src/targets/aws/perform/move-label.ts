import { AwsTrouble, type MoveStage, type SecretFacts } from '../../../host/aws-api.ts'
import { instantAt } from '../../../model/instant.ts'
import { type Moment, momentOf } from '../freshness.ts'
import { holderOf } from '../labels.ts'
import { passing, readPatiently } from './answers.ts'
import type { Run } from './run.ts'

type Move = Omit<MoveStage, 'id'>

type Moved =
  | { readonly kind: 'moved'; readonly when: Moment }
  /** refused; `holder` has the label now */
  | {
      readonly kind: 'refused'
      readonly holder: string | null
      readonly trouble: AwsTrouble
      readonly secret: SecretFacts
      /** an answer before was lost: it may have been there in between */
      readonly doubt: boolean
    }
  /** nobody can say */
  | { readonly kind: 'unknown'; readonly trouble: AwsTrouble }

const TRIES = 4
const PAUSE = 500

/**
 * Moves a label. The call has no token: after a lost answer the labels are read, and a move that did not
 * happen is sent again. Each names where the label must be, so one that arrives late does no harm.
 */
export async function moveLabel(run: Run, move: Move): Promise<Moved> {
  const doubt = { lost: false }
  for (let attempt = 1; ; attempt++) {
    const moved = await moveOnce(run, move, attempt === TRIES, doubt)
    if (moved) return moved
    await run.tools.host.sleep(PAUSE)
  }
}

async function moveOnce(
  run: Run,
  move: Move,
  last: boolean,
  doubt: { lost: boolean },
): Promise<Moved | null> {
  try {
    const { date } = await run.aws.secrets.moveStage({ id: run.secretId, ...move })
    const { notAfter } = momentOf(date)
    const notBefore = instantAt(Math.min(run.memory.heard, date))
    run.memory.heard = date
    return { kind: 'moved', when: { notBefore, notAfter } }
  } catch (thrown) {
    if (!(thrown instanceof AwsTrouble)) throw thrown
    doubt.lost ||= thrown.uncertain
    const secret = await labelsNow(run)
    if (secret === null) return { kind: 'unknown', trouble: thrown }
    if (isDone(secret, move)) return { kind: 'moved', when: between(run, secret) }
    if ((thrown.uncertain || passing(thrown)) && !last) return null
    if (thrown.uncertain) return { kind: 'unknown', trouble: thrown }
    const holder = holderOf(secret.stages, move.stage)
    return { kind: 'refused', holder, trouble: thrown, secret, doubt: doubt.lost }
  }
}

/** It happened at some time after the answer before, and before the labels were read. */
const between = (run: Run, secret: SecretFacts): Moment => ({
  notBefore: run.memory.heard,
  notAfter: momentOf(secret.date).notAfter,
})

const isDone = ({ stages }: SecretFacts, { stage, to, from }: Move): boolean =>
  to === undefined ? stages[from ?? '']?.includes(stage) !== true : stages[to]?.includes(stage) === true

export async function labelsNow(run: Run): Promise<SecretFacts | null> {
  return readPatiently(run, (aws) => aws.secrets.describe(run.secretId)).catch((thrown: unknown) => {
    if (thrown instanceof AwsTrouble) return null
    throw thrown
  })
}
