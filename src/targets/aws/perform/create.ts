import { AwsTrouble, type SecretFacts } from '../../../host/aws-api.ts'
import { error } from '../../../model/finding.ts'
import type { Instant } from '../../../model/instant.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { own, says } from '../../../model/visible.ts'
import { momentOf } from '../freshness.ts'
import { CURRENT, holderOf } from '../labels.ts'
import { passing, readPatiently, told, unknown } from './answers.ts'
import { changedServices } from './lock.ts'
import { labelsNow } from './move-label.ts'
import type { Run } from './run.ts'
import { firstText } from './value.ts'

const TRIES = 4
const A_SECOND = 1000

/** The secret, or its first value, unless somebody else was first. The token makes trying again safe. */
export async function create(run: Run): Promise<StepOutcome> {
  const { seen, intent } = run
  if (intent.kind !== 'rotate' || seen.creates === null) throw new Error('nothing to create')
  const names = seen.services.map(({ service }) => service.name)
  const { services } = await readPatiently(run, (aws) => aws.ecs.services(seen.ref.cluster, names))
  const [changed] = changedServices(seen, services)
  if (changed) return { status: 'failed', nothing: true, error: changed }
  const text = firstText(intent.warrant.text, seen.field)
  for (let attempt = 1; ; attempt++) {
    try {
      return await made(run, await write(run, text))
    } catch (thrown) {
      if (!(thrown instanceof AwsTrouble)) throw thrown
      const secret = await labelsNow(run)
      if (secret && holderOf(secret.stages, CURRENT) === run.version) return made(run, secret)
      const again = thrown.uncertain || passing(thrown)
      if (secret && holderOf(secret.stages, CURRENT) !== null) return somebodyElse(secret)
      if (again && attempt < TRIES) await run.tools.host.sleep(A_SECOND)
      else return notMade(thrown, run)
    }
  }
}

async function write(run: Run, text: string): Promise<{ readonly arn: string; readonly date: Instant }> {
  const { aws, seen, version: token } = run
  if (seen.creates === 'secret') return aws.secrets.create({ name: seen.ref.secret, token, text })
  const { date } = await aws.secrets.put({ id: run.secretId, token, text, stages: [CURRENT] })
  return { arn: run.secretId, date }
}

async function made(
  run: Run,
  { arn, date }: { readonly arn: string; readonly date: Instant },
): Promise<StepOutcome> {
  run.secretId = arn
  run.memory.created = run.seen.creates
  run.memory.promoted = momentOf(date)
  run.memory.heard = date
  // Another one's first value may have been put in the same moment, and the last one counts.
  const secret = await labelsNow(run)
  if (secret && holderOf(secret.stages, CURRENT) !== run.version) return somebodyElse(secret)
  await run.tools.host.sleep(A_SECOND)
  return {
    status: 'done',
    evidence: [
      { label: 'secret', value: says`${arn}` },
      { label: 'live version', value: says`${run.version}` },
    ],
  }
}

const somebodyElse = ({ name, stages }: SecretFacts): StepOutcome => ({
  status: 'overtaken',
  error: error(
    'rotation.created-meanwhile',
    says`somebody else gave secret ${name} a value meanwhile: ${CURRENT} is on version ${holderOf(stages, CURRENT) ?? 'none'}`,
    says`look at their key, then run this again without --create: lic inspect secret:${name}`,
  ),
})

function notMade(thrown: AwsTrouble, run: Run): StepOutcome {
  const what = told(
    'rotation.write-failed',
    says`secret ${run.seen.ref.secret} could not be ${own(run.seen.creates === 'secret' ? says`created` : says`given its first version`)}`,
    thrown,
    run,
  )
  return thrown.uncertain
    ? unknown({ ...what, code: 'rotation.answer-lost' }, run)
    : { status: 'failed', nothing: true, error: what }
}
