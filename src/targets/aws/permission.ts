import type { AwsTrouble, Caller } from '../../host/aws-api.ts'
import { showName } from '../../input/may-show.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { AwsRef } from './ref.ts'
import { awsCommand, type Place } from './shell.ts'

/** Who asks, for what. `caller`: null where that is not known. */
export interface Asking {
  readonly ref: Pick<AwsRef, 'secret' | 'cluster'>
  readonly place: Place
  readonly caller: Caller | null
}

interface Need {
  readonly action: string
  readonly purpose: Shown
  readonly resource: string
}

/** What a reading call was for, and the resource that a policy must name for it. */
function needOf({ action, resource: named, detail }: AwsTrouble, { ref, place, caller }: Asking): Need {
  const [, partition = '*'] = caller?.arn.split(':') ?? []
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${place.region}:${caller?.account ?? '*'}:${resource}`
  const secret = ref.secret.startsWith('arn:')
    ? ref.secret
    : arn('secretsmanager', `secret:${ref.secret}-??????`)
  const cluster = ref.cluster.slice(ref.cluster.lastIndexOf('/') + 1)
  if (action === 'secretsmanager:GetSecretValue' && /\bKMS\b/i.test(detail))
    return {
      action: 'kms:Decrypt',
      purpose: says`to read the key that is live now: the secret is under a KMS key of its own`,
      resource: arn('kms', 'key/KEY-ID'),
    }
  const needs: Readonly<Record<string, Omit<Need, 'action'>>> = {
    'secretsmanager:DescribeSecret': {
      purpose: says`to see the labels, the tags and the settings of the secret`,
      resource: secret,
    },
    'secretsmanager:GetSecretValue': { purpose: says`to read the key that is live now`, resource: secret },
    'secretsmanager:ListSecretVersionIds': {
      purpose: says`to see the versions of the secret`,
      resource: secret,
    },
    'ecs:DescribeServices': {
      purpose: says`to see what the services run, and how`,
      resource: arn('ecs', `service/${cluster}/*`),
    },
    'ecs:DescribeTaskDefinition': {
      purpose: says`to see where the tasks read their key from; it cannot be narrowed`,
      resource: '*',
    },
    'ecs:ListTasks': { purpose: says`to see which tasks run`, resource: '*' },
    'ecs:DescribeTasks': {
      purpose: says`to see when the tasks started`,
      resource: arn('ecs', `task/${cluster}/*`),
    },
    'application-autoscaling:DescribeScalableTargets': {
      purpose: says`to see whether a service is scaled by itself; it cannot be narrowed`,
      resource: '*',
    },
    'logs:FilterLogEvents': {
      purpose: says`to see what the tasks say of their license`,
      resource: arn('logs', `log-group:${named}:*`),
    },
    'ecs:ListServices': {
      purpose: says`to see whether other services read this secret`,
      resource: '*',
    },
  }
  const { purpose, resource } = needs[action] ?? {
    purpose: says`to look before anything is written`,
    resource: '*',
  }
  return { action, purpose, resource }
}

const statement = ({ action, resource }: Need): Shown =>
  says`${JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource })}`

/** A policy that refuses in so many words wins over any that allows. */
const REFUSES_OUTRIGHT = /explicit deny/i

const mend = (trouble: AwsTrouble, need: Need, { caller }: Asking): Shown =>
  REFUSES_OUTRIGHT.test(trouble.detail)
    ? says`a policy denies it outright, perhaps one of the organization or a permissions boundary: have it let ${need.action} through`
    : says`add to the policy of ${caller?.arn ?? 'that identity'}: ${own(statement(need))}`

/** AWS does not let it look where it must. */
export function denied(trouble: AwsTrouble, asking: Asking): LicError {
  const need = needOf(trouble, asking)
  const { caller, place } = asking
  const thing = own(showName(trouble.resource))
  const who = caller === null ? says`` : says`, to ${caller.arn}`
  const look =
    caller === null ? [says`see who that is: ${own(awsCommand(place, 'sts', 'get-caller-identity'))}`] : []
  return new LicError(
    'aws.denied',
    says`AWS denies ${need.action} on ${thing}${own(who)}: it is needed ${own(need.purpose)}`,
    mend(trouble, need, asking),
    says`see all that is needed: the same command with --print-iam-policy`,
    ...look,
  )
}

/** What keeps it from looking, and what would let it, for a look that can be done without. */
export function notAllowed(
  trouble: AwsTrouble,
  asking: Asking,
): { readonly why: Shown; readonly hint: Shown } {
  const need = needOf(trouble, asking)
  return { why: says`needs ${need.action}`, hint: mend(trouble, need, asking) }
}
