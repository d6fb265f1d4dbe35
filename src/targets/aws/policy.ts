import type { AwsRef } from './ref.ts'

/** What a policy is about. What AWS did not tell is a word in capitals. */
export interface Deployment {
  readonly partition: string
  readonly region: string
  readonly account: string
  /** ARN; with `??????` for the six characters that are not known */
  readonly secret: string
  /** as the secret names it: an ARN, an id, an alias; null: the account's own */
  readonly kmsKey: string | null
  readonly cluster: string
  /** ARNs */
  readonly services: readonly string[]
  /** of the task definitions that get a new revision: families, ARNs of their roles, and whether they have tags */
  readonly families: readonly string[]
  readonly roles: readonly string[]
  readonly tagged: boolean
  /** ARNs of the log groups that their containers write to, with all their streams */
  readonly logs: readonly string[]
  /** names of the services whose deployments may wait on the way */
  readonly waiting: readonly string[]
}

/** A statement of an IAM policy, as IAM takes it. */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: string | readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } }
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

type Needs = Pick<AwsRef, 'via' | 'create'>

/** The least that a deployment is looked at with. */
export const policyToLook = (there: Deployment): Policy => policy(looks(there, []))

/** The least that tells why a license is not recognised there. */
export const policyToDiagnose = (there: Deployment): Policy =>
  policy([
    ...looks(there, ['sts:GetCallerIdentity']),
    ...(there.logs.length === 0 ? [] : [allow('ReadTheLogs', ['logs:FilterLogEvents'], there.logs)]),
  ])

function looks(there: Deployment, more: readonly string[]): readonly Statement[] {
  const { cluster, secret } = there
  return [
    allow('ReadTheSecret', of('secretsmanager', ['DescribeSecret', 'GetSecretValue']), secret),
    ...kms('DecryptTheSecret', ['kms:Decrypt'], there),
    allow('ReadTheServices', ['ecs:DescribeServices'], arn(there, 'ecs', `service/${cluster}/*`)),
    ...tasks(there, ['ListTasks']),
    allow('ReadWhatHasNoNarrowerResource', ['ecs:DescribeTaskDefinition', ...more], '*'),
  ]
}

/** The least that it is restarted with. */
export const policyToRedeploy = (there: Deployment): Policy => policy([...reads(there), ...restarts(there)])

/** The least that services are scaled with. */
export function policyToScale(there: Deployment): Policy {
  const { cluster, secret } = there
  return policy([
    allow('ReadTheSecret', of('secretsmanager', ['DescribeSecret', 'GetSecretValue']), secret),
    ...kms('DecryptTheSecret', ['kms:Decrypt'], there),
    allow('ReadTheServices', ['ecs:DescribeServices'], arn(there, 'ecs', `service/${cluster}/*`)),
    ...tasks(there, ['ListServices', 'ListTasks']),
    allow(
      'ReadWhatHasNoNarrowerResource',
      [
        'application-autoscaling:DescribeScalableTargets',
        'ecs:DescribeTaskDefinition',
        'sts:GetCallerIdentity',
      ],
      '*',
    ),
    allow('ScaleTheServices', ['ecs:UpdateService'], there.services),
  ])
}

/** The least that a rotation is carried out with. */
export const policyToRotate = (there: Deployment, needs: Needs): Policy =>
  policy([
    ...reads(there),
    ...writes(there),
    ...(needs.create ? [creates(there)] : []),
    ...restarts(there),
    ...(needs.via === null ? [] : registers(there)),
  ])

const policy = (Statement: readonly Statement[]): Policy => ({ Version: '2012-10-17', Statement })

const allow = (
  Sid: string,
  actions: readonly string[],
  resources: string | readonly string[],
  Condition?: Statement['Condition'],
): Statement => ({
  Sid,
  Effect: 'Allow',
  Action: alone(actions),
  Resource: alone(resources),
  ...(Condition === undefined ? {} : { Condition }),
})

/** IAM takes a list of one, but people read it more easily without. */
const alone = (list: string | readonly string[]): string | readonly string[] =>
  typeof list !== 'string' && list.length === 1 ? (list[0] ?? list) : list

const arn = ({ partition, region, account }: Deployment, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${resource}`

function reads(there: Deployment): readonly Statement[] {
  const { cluster, secret } = there
  const read = ['DescribeSecret', 'GetSecretValue', 'ListSecretVersionIds']
  return [
    allow('ReadTheSecret', of('secretsmanager', read), secret),
    ...kms('DecryptTheSecret', ['kms:Decrypt'], there),
    allow('ReadTheServices', ['ecs:DescribeServices'], arn(there, 'ecs', `service/${cluster}/*`)),
    ...deployments(there),
    ...tasks(there, ['ListServices', 'ListTasks']),
    allow('ReadWhatHasNoNarrowerResource', ['ecs:DescribeTaskDefinition', 'sts:GetCallerIdentity'], '*'),
  ]
}

function tasks(there: Deployment, lists: readonly string[]): readonly Statement[] {
  const { cluster } = there
  const inCluster = { ArnEquals: { 'ecs:cluster': arn(there, 'ecs', `cluster/${cluster}`) } }
  return [
    allow('ReadTheTasks', ['ecs:DescribeTasks'], arn(there, 'ecs', `task/${cluster}/*`)),
    allow('ListInTheCluster', of('ecs', lists), '*', inCluster),
  ]
}

/** Where deployments stand is asked only of services that may make one wait. */
function deployments(there: Deployment): readonly Statement[] {
  const { cluster, waiting } = there
  if (waiting.length === 0) return []
  const of = (kind: string, end: string) =>
    waiting.map((name) => arn(there, 'ecs', `${kind}/${cluster}/${name}${end}`))
  return [
    allow('ListTheirDeployments', ['ecs:ListServiceDeployments'], of('service', '')),
    allow('ReadTheirDeployments', ['ecs:DescribeServiceDeployments'], of('service-deployment', '/*')),
  ]
}

const of = (service: string, actions: readonly string[]): readonly string[] =>
  actions.map((action) => `${service}:${action}`)

/** Labels of AWS's own rotation are none of ours: the condition keeps them out of reach. */
function writes(there: Deployment): readonly Statement[] {
  const { secret } = there
  const ours = { StringLike: { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPREVIOUS', 'lic-*'] } }
  return [
    allow('PutAKey', ['secretsmanager:PutSecretValue'], secret),
    allow('MoveItsLabels', ['secretsmanager:UpdateSecretVersionStage'], secret, ours),
    ...kms('EncryptTheSecret', ['kms:GenerateDataKey'], there),
  ]
}

const creates = ({ secret }: Deployment): Statement =>
  allow('CreateTheSecret', ['secretsmanager:CreateSecret'], secret)

const restarts = ({ services }: Deployment): readonly Statement[] => [
  allow('RedeployTheServices', ['ecs:UpdateService'], services),
]

/** A revision can be registered for any family: what it may run as is the limit. */
function registers(there: Deployment): readonly Statement[] {
  const { families, roles, tagged } = there
  const definitions = families.map((family) => arn(there, 'ecs', `task-definition/${family}:*`))
  const whenRegistered = { StringEquals: { 'ecs:CreateAction': 'RegisterTaskDefinition' } }
  const toTasks = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }
  return [
    allow('RegisterARevision', ['ecs:RegisterTaskDefinition'], '*'),
    ...(tagged && definitions.length > 0
      ? [allow('KeepItsTags', ['ecs:TagResource'], definitions, whenRegistered)]
      : []),
    ...(roles.length === 0 ? [] : [allow('PassItsRoles', ['iam:PassRole'], roles, toTasks)]),
  ]
}

/** Only a key of one's own needs a permission; an alias is none of IAM's resources. */
function kms(Sid: string, actions: readonly string[], there: Deployment): readonly Statement[] {
  const { kmsKey } = there
  if (kmsKey === null || kmsKey.endsWith('alias/aws/secretsmanager')) return []
  const alias = /(?:^|:)(alias\/.+)$/.exec(kmsKey)?.[1]
  if (alias === undefined)
    return [allow(Sid, actions, kmsKey.startsWith('arn:') ? kmsKey : arn(there, 'kms', `key/${kmsKey}`))]
  const named = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias } }
  return [allow(Sid, actions, arn(there, 'kms', 'key/*'), named)]
}
