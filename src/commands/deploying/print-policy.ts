import type { Answer, Json } from '../../model/answer.ts'
import { EXIT } from '../../model/exit.ts'
import { own, says, visible } from '../../model/visible.ts'
import { lookForPolicy, STAND_INS } from '../../targets/aws/look-for-policy.ts'
import {
  type Deployment,
  type Policy,
  policyToDiagnose,
  policyToLook,
  policyToRedeploy,
  policyToRotate,
  policyToScale,
} from '../../targets/aws/policy.ts'
import type { AwsRef } from '../../targets/aws/ref.ts'
import type { Context, Options } from '../command.ts'
import type { Flags } from '../flags.ts'
import { readDeployOptions } from './options.ts'
import { awsOf } from './place.ts'
import { deployedProduct } from './wiring.ts'

export const addPolicyOption = (flags: Flags): Flags =>
  flags.option('--print-iam-policy', 'print the least that IAM must allow for this, and stop')

export const wantsPolicy = ({ printIamPolicy }: Options): boolean => printIamPolicy === true

/** What a command does there, by what it needs. */
const POLICIES = {
  doctor: policyToDiagnose,
  status: policyToLook,
  redeploy: policyToRedeploy,
  rotate: policyToRotate,
  scale: policyToScale,
} as const satisfies Record<string, (there: Deployment, ref: AwsRef) => Policy>
type Kind = keyof typeof POLICIES

/** The policy for where the options say that the key lies. */
export async function policyFor(
  kind: Kind,
  { host, settings }: Pick<Context, 'host' | 'settings'>,
  options: Options,
): Promise<Answer> {
  const product = deployedProduct(settings.product, options.variable)
  const { place } = await readDeployOptions(options, settings, product, host)
  return printPolicy(awsOf(place, '--print-iam-policy'), kind, { host })
}

/** The policy alone on standard output, so that it can go to a file; what to know about it beside. */
async function printPolicy(ref: AwsRef, kind: Kind, { host }: Pick<Context, 'host'>): Promise<Answer> {
  const { there, missing } = await lookForPolicy(ref, host, { logs: kind === 'doctor' })
  const policy = shown(POLICIES[kind](there, ref))
  const words = STAND_INS.filter((word) => JSON.stringify(policy).includes(word))
  return {
    exitCode: EXIT.done,
    result: { policy, fillIn: words, because: missing },
    text: () => `${JSON.stringify(policy, null, 2)}\n`,
    asides: [
      ...(words.length === 0 ? [] : [says`hint: put your own in place of ${words.join(', ')}`]),
      ...missing.map((each) => says`AWS did not tell: ${own(each)}`),
      ...(kind === 'rotate' && ref.via === 'secret'
        ? [
            says`hint: the execution role of the tasks needs a policy of its own: secretsmanager:GetSecretValue on ${there.secret}`,
          ]
        : []),
    ],
  }
}

/** Names come from outside. */
function shown(value: unknown): Json {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(shown)
  return Object.fromEntries(Object.entries(value as object).map(([name, held]) => [name, shown(held)]))
}
