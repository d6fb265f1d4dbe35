import type { ServiceFacts, TaskFacts } from '../../../host/aws-api.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { own, says } from '../../../model/visible.ts'
import { bytewise } from '../bytes.ts'
import { alive } from '../freshness.ts'
import { revisionName } from '../task-definition.ts'
import { wiringOf } from '../wiring.ts'
import { readPatiently } from './answers.ts'
import type { Run } from './run.ts'
import { keyToPlace } from './value.ts'

interface Rested {
  readonly name: string
  readonly service: ServiceFacts | null
  readonly tasks: readonly TaskFacts[]
}

/**
 * Somebody may ship another task definition while a rollout is followed. Its tasks are young, and prove something
 * only if they read the key from where it is. Null: all of them do.
 */
export async function rewired(run: Run, all: readonly Rested[]): Promise<Finding | null> {
  for (const { name, service, tasks } of all) {
    const sight = run.seen.services.find((one) => one.service.name === name)
    if (service === null || sight === undefined) continue
    const sent = run.memory.sentTo.get(name)
    const known = sent === undefined ? [sight.definition.arn, sight.service.taskDefinition] : [sent]
    const arns = new Set([service.taskDefinition, ...alive(tasks).map((task) => task.taskDefinition)])
    for (const arn of arns) {
      if (known.includes(arn)) continue
      const definition = await readPatiently(run, (aws) => aws.ecs.taskDefinition(arn))
      const { wired, plain, refusals } = wiringOf({ ...sight, definition }, run.secretId, run.tools.product)
      const { field } = run.seen
      const [why] = refusals.filter(({ code }) => code !== 'wiring.plain-value' || !holdKey(plain, run))
      if (why === undefined && wired.every((one) => one.field === field)) continue
      return error(
        'rotation.rewired',
        says`somebody gave service ${name} another task definition meanwhile, ${arn}, and its tasks do not read this key${own(why === undefined ? says`: they read another field of the secret` : says`: ${own(why.says)}`)}`,
        ...(why?.hints ?? []),
      )
    }
  }
  return null
}

/** Where plain values were asked for, one with the new key in it does as well. */
const holdKey = (plain: ReturnType<typeof wiringOf>['plain'], { seen, intent }: Run): boolean =>
  seen.ref.via === 'value' &&
  plain.every(({ value }) => keyToPlace(intent)?.text.equals(bytewise(value)) === true)

/** A service that somebody sent to another revision than this run did: sending it back is not ours to do. */
export function sentElsewhere({ memory }: Run, idle: readonly Rested[]): Finding | null {
  for (const { name, service } of idle) {
    const sent = memory.sentTo.get(name)
    if (sent === undefined || service === null || service.taskDefinition === sent) continue
    return error(
      'rotation.rewired',
      says`somebody sent service ${name} to ${revisionName(service.taskDefinition)} meanwhile, away from ${revisionName(sent)}: its tasks do not hold the key that they should`,
      says`find out who it was and what they intend; then go on, or back`,
    )
  }
  return null
}

/** A service without tasks proves nothing. */
export function emptied(all: readonly Rested[]): Finding | null {
  const gone = all.find(({ service }) => service?.status !== 'ACTIVE' || service.desired === 0)
  return gone === undefined
    ? null
    : error(
        'rotation.not-fresh',
        says`service ${gone.name} wants no tasks any more (${gone.service?.status ?? 'gone'}, desired count ${gone.service?.desired ?? 0}): nothing proves the key there`,
        says`start it again, then look whether its tasks come up`,
      )
}
