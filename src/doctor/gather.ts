import type { Host } from '../host/host.ts'
import type { Wanted } from '../input/documents/found.ts'
import type { KeyringRequest } from '../input/keyring.ts'
import { PRODUCT_VARIABLES, publicKeyVariable } from '../input/product-variables.ts'
import type { ProductId } from '../model/decoded.ts'
import type { Instant } from '../model/instant.ts'
import { says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import type { HealthRef } from '../targets/health/ask.ts'
import { judge } from '../verdict/judge.ts'
import { type Facts, type IdentityFact, PLACES, type SettingFact, unseen } from './facts.ts'
import { type AwsAsk, lookAtAws } from './gather/aws.ts'
import { lookAtComposeFiles } from './gather/compose-file.ts'
import { dockerNotAsked, lookAtDocker } from './gather/docker.ts'
import { lookAtDotenv, readVariablesFile, variablesFiles } from './gather/dotenv.ts'
import { lookAtEnvironment, relevantVariables } from './gather/environment.ts'
import { lookAtHealth } from './gather/health.ts'
import { lookAtNetwork } from './gather/network.ts'
import { identitiesHere, lookBeside } from './gather/surroundings.ts'
import type { Tools } from './gather/tools.ts'
import { readTrust } from './gather/trust.ts'
import { whoseLicense } from './gather/whose.ts'
import { whyConfig } from './put-together.ts'

/** What was asked for. */
export interface Ask
  extends Pick<KeyringRequest, 'publicKeys' | 'pin' | 'hmacSecret' | 'region' | 'profile'> {
  readonly product: ProductId | null
  /** whose deployment it is where nothing else says */
  readonly usual: Product
  readonly now: Instant
  readonly rules: Rules
  /** `--dotenv` */
  readonly dotenv: string | null
  readonly health: readonly HealthRef[]
  readonly identity: string | null
  /** null: none is named */
  readonly aws: ((product: Product) => AwsAsk) | null
  readonly settings: readonly SettingFact[]
  readonly wanted: Wanted
}

/** Looks at everything that there is access to; what there is none to says so, and hides nothing else. */
export async function gather(ask: Ask, host: Host): Promise<Facts> {
  const paths = ask.aws === null || ask.dotenv !== null ? variablesFiles(host, ask.dotenv) : []
  const read = await Promise.all(paths.map((path) => readVariablesFile(path, host)))
  const files = read.filter((file) => file !== null)
  const names = files.flatMap((file) => file.names.map(({ name }) => name))
  const { product, because } = whoseLicense(ask.product, host, names, ask.usual)
  const trust = await readTrust(ask, product, files, host)
  const { keyring } = trust
  const { now, rules, wanted } = ask
  const tools: Tools = {
    host,
    product,
    wanted,
    judge: (text) => judge(text, { now, rules, keyring, product: product.id }),
  }
  const here = lookAtEnvironment(tools)
  const remote = ask.aws !== null
  const docker = remote
    ? dockerNotAsked
    : await lookAtDocker(
        tools,
        here.holdings.map(({ text }) => text),
      )
  const onAws = await lookAtAws(tools, ask.aws?.(product) ?? null)
  const dotenv =
    remote && paths.length === 0
      ? { facts: ELSEWHERE, holdings: [] }
      : lookAtDotenv(tools, read, { paths, named: ask.dotenv !== null })
  const holdings = [...here.holdings, ...dotenv.holdings, ...docker.holdings, ...onAws.holdings].sort(
    (one, other) => PLACES.indexOf(one.place) - PLACES.indexOf(other.place),
  )
  const nearest = holdings.find(({ text }) => text.length > 0)?.verdict ?? null
  const [composeFile, health] = await Promise.all([
    remote ? ELSEWHERE : lookAtComposeFiles(tools),
    lookAtHealth(tools, ask.health, nearest),
  ])
  const identityVariable = product.wiring?.identityVariable ?? null
  return {
    product,
    whose: because,
    now,
    environment: here.facts,
    dotenv: dotenv.facts,
    composeFile,
    composeConfig: whyConfig(docker.config, composeFile),
    containers: docker.containers,
    aws: onAws.facts,
    log: remote ? onAws.log : docker.log,
    holdings,
    identities: identitiesOf(ask, identityVariable, () => {
      if (remote) return onAws.identities
      return docker.identities.length > 0
        ? docker.identities
        : identitiesHere(identityVariable ?? '', tools, files)
    }),
    identityVariable,
    beside: lookBeside(tools, files, holdings),
    clock: [...onAws.clock, ...health.clock],
    trust: trust.anchors,
    anchorVariable: publicKeyVariable(product.id),
    provable: PRODUCT_VARIABLES[product.id].algorithm !== null,
    health: ask.health.length === 0 ? NO_HEALTH : { seen: health.facts },
    network: lookAtNetwork(host),
    settings: ask.settings,
    variables: relevantVariables(tools),
  }
}

/** Whom the key must name; null: nobody compares it with anything. */
const identitiesOf = (
  ask: Ask,
  variable: string | null,
  seen: () => readonly IdentityFact[],
): Facts['identities'] =>
  variable === null && ask.identity === null
    ? null
    : [...(variable === null ? [] : seen()), ...expectedOf(ask)]

/** What the key is expected to name, by who said so. */
function expectedOf({ identity, settings }: Ask): readonly IdentityFact[] {
  if (identity === null) return []
  const from = settings.find(({ setting }) => setting === 'expect-identity')?.from ?? says`--expect-identity`
  return [{ where: from, value: identity, expected: true }]
}

const ELSEWHERE = unseen(says`a deployment on AWS is named, and what is started here is none of it`)
const NO_HEALTH = unseen(
  says`no address is named where the product says what it runs with`,
  says`name it: --health-url http://HOST:8080/health`,
)
