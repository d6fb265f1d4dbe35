import type { Aws, AwsSettings } from '../../host/aws-api.ts'
import { twoIdentities } from '../../input/aws-identities.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { error, type Finding } from '../../model/finding.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, says } from '../../model/visible.ts'
import { bytewise } from '../../targets/aws/bytes.ts'
import { type Checkup, type CheckupRef, checkup } from '../../targets/aws/checkup.ts'
import { currentIn, fieldOf, misread } from '../../targets/aws/key-in-secret.ts'
import { licLine } from '../../targets/aws/lic-command.ts'
import { identityIn, type Wiring, wiringOf } from '../../targets/aws/wiring.ts'
import type { AwsFacts, ClockSample, Holding, IdentityFact, Seen } from '../facts.ts'
import { type Looked, troubled, type Unseen, unseen } from '../facts.ts'
import { lookAtLog } from './aws-log.ts'
import { definitionsSeen, refusalsSeen, secretSeen, tasksSeen } from './aws-seen.ts'
import { regionsIn } from './network.ts'
import { hold, type Tools } from './tools.ts'

/** What is named of a deployment on AWS, and how to get there. */
export interface AwsAsk extends CheckupRef {
  readonly region: string | null
  readonly profile: string | null
  /** words of `lic` that lead there */
  readonly words: readonly string[]
  readonly onCall?: AwsSettings['onCall']
}

interface Gathered {
  readonly facts: AwsFacts
  readonly log: Looked<Seen>
  readonly holdings: readonly Holding[]
  readonly identities: readonly IdentityFact[]
  readonly clock: readonly ClockSample[]
}

const NO_AWS = unseen(
  says`no deployment on AWS is named`,
  says`name it: --secret NAME --cluster NAME --service NAME, or --deployment NAME of lic.config.json`,
)

const allUnseen = (why: Unseen, warnings: readonly Finding[] = []): Gathered => ({
  facts: { caller: why, warnings, definitions: why, secret: why, tasks: why, refusals: why },
  log: why,
  holdings: [],
  identities: [],
  clock: [],
})

/** Everything that AWS lets us see of a deployment. */
export async function lookAtAws(tools: Tools, ask: AwsAsk | null): Promise<Gathered> {
  if (ask === null) return allUnseen(NO_AWS)
  const { region, profile, onCall } = ask
  const { host, product } = tools
  const warnings = twoIdentities(host.env, profile)
  const settings = {
    ...(region === null ? {} : { region }),
    ...(profile === null ? {} : { profile }),
    ...(onCall === undefined ? {} : { onCall }),
  }
  try {
    const aws = await host.aws(settings)
    const seen = await checkup(ask, aws, profile, product, host.now)
    return await told(seen, aws, tools, ask, warnings)
  } catch (thrown) {
    const inWords = awsError(thrown, { region, profile })
    if (!(inWords instanceof LicError)) throw inWords
    const why = troubled(error(inWords.code, inWords.says, ...inWords.hints))
    const alike = unseen(says`AWS could not be asked: see AWS identity, Region`)
    return { ...allUnseen(alike), facts: { ...allUnseen(alike, warnings).facts, caller: why } }
  }
}

async function told(
  seen: Checkup,
  aws: Aws,
  tools: Tools,
  ask: AwsAsk,
  warnings: readonly Finding[],
): Promise<Gathered> {
  const { product } = tools
  const looked = seen.secret?.look ?? null
  const secret = looked !== null && 'seen' in looked ? looked.seen : null
  const arn = seen.secret?.facts?.arn ?? null
  const wirings = arn === null ? [] : wiringsOf(seen, arn, product)
  const wired = wirings.flatMap((wiring) => wiring.wired)
  const misfits: Finding[] = []
  const field = fieldOf(ask, wired, misfits)
  const value = secret?.value ?? null
  if (arn !== null) misfits.push(...misread(value, wired, arn))
  const current = value === null ? null : currentIn(value, field, tools, misfits)
  const name = seen.secret?.facts?.name ?? ask.secret ?? ''
  const where = says`secret ${name}${field === null ? '' : `, field ${field}`}`
  const holdings = [
    ...(current === null ? [] : [hold(tools, 'secret', where, current.text)]),
    ...plainHoldings(seen, tools),
  ]
  const keys = holdings.map(({ text }) => text)
  const cure = licLine('redeploy', ...ask.words)
  const said = await lookAtLog(seen, product, keys, aws, tools.host.now, cure)
  return {
    facts: {
      caller: callerOf(seen, tools),
      warnings,
      definitions: definitionsSeen(seen, arn, wirings, ask),
      secret:
        looked === null
          ? NO_SECRET
          : 'trouble' in looked
            ? troubled(looked.trouble)
            : secretSeen(looked.seen, where, misfits),
      tasks: tasksSeen(seen, { secret: seen.secret?.facts ?? null, value }, wired, ask),
      refusals: refusalsSeen(seen, product, tools.host.now(), said.told),
    },
    log: said.log,
    holdings,
    identities: identitiesOf(seen, product.wiring?.identityVariable ?? null),
    clock: seen.clocks.map(({ theirs, ours }) => ({ from: says`AWS`, theirs, ours })),
  }
}

const NO_SECRET: Looked<Seen> = unseen(
  says`no secret is named, and no task definition names one`,
  says`name it: --secret NAME`,
)

function callerOf({ caller, place }: Checkup, { host }: Tools): AwsFacts['caller'] {
  if ('trouble' in caller) return troubled(caller.trouble)
  const set = regionsIn(host)
  const by = set.length === 0 ? '' : ` (${set.join(', ')})`
  return { seen: says`${caller.seen.arn} in ${own(says`${place.region}`)}${own(says`${by}`)}` }
}

const wiringsOf = ({ services }: Checkup, arn: string, product: Tools['product']): readonly Wiring[] =>
  services === null || 'trouble' in services
    ? []
    : services.seen.flatMap(({ service, definition }) =>
        'seen' in definition
          ? [wiringOf({ service, definition: definition.seen, tasks: [] }, arn, product)]
          : [],
      )

const containersOf = ({ services }: Checkup) =>
  services === null || 'trouble' in services
    ? []
    : services.seen.flatMap(({ service, definition }) =>
        'seen' in definition
          ? definition.seen.containers.map((container) => ({
              container,
              where: says`service ${service.name}, container ${container.name}`,
            }))
          : [],
      )

/** Keys that stand in task definitions themselves. */
const plainHoldings = (seen: Checkup, tools: Tools): readonly Holding[] =>
  containersOf(seen).flatMap(({ container, where }) =>
    container.environment
      .filter(({ name }) => tools.product.variables.includes(name))
      .map(({ name, value }) =>
        hold(tools, 'task-definition', says`${name} of ${own(where)}`, bytewise(value)),
      ),
  )

const identitiesOf = (seen: Checkup, variable: string | null): readonly IdentityFact[] =>
  variable === null
    ? []
    : containersOf(seen).flatMap(({ container, where }) => {
        const value = identityIn(container, variable)
        return value === null ? [] : [{ where: says`${variable} of ${own(where)}`, value }]
      })
