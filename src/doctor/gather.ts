import type { Host } from '../host/host.ts'
import type { Wanted } from '../input/documents/found.ts'
import { ENVIRONMENT, type KeyringRequest, readKeyring } from '../input/keyring.ts'
import { showName } from '../input/may-show.ts'
import { PRODUCT_VARIABLES, publicKeyVariable } from '../input/product-variables.ts'
import type { ProductId } from '../model/decoded.ts'
import { error } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import { LicError } from '../model/lic-error.ts'
import type { Anchor, Keyring } from '../model/trust.ts'
import { own, says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import type { HealthRef } from '../targets/health/ask.ts'
import { judge } from '../verdict/judge.ts'
import { type Facts, type Looked, PLACES, type SettingFact, troubled, unseen } from './facts.ts'
import { type AwsAsk, lookAtAws } from './gather/aws.ts'
import { lookAtComposeFiles } from './gather/compose-file.ts'
import { lookAtDotenv, readVariablesFile, type VariablesFile, variablesFiles } from './gather/dotenv.ts'
import { lookAtEnvironment } from './gather/environment.ts'
import { lookAtHealth } from './gather/health.ts'
import { lookAtNetwork } from './gather/network.ts'
import { identitiesHere, lookBeside } from './gather/surroundings.ts'
import type { Tools } from './gather/tools.ts'
import { whoseLicense } from './gather/whose.ts'

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
  const paths = variablesFiles(host, ask.dotenv)
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
  const onAws = await lookAtAws(tools, ask.aws?.(product) ?? null)
  const dotenv = lookAtDotenv(tools, read, { paths, named: ask.dotenv !== null })
  const holdings = [...here.holdings, ...dotenv.holdings, ...onAws.holdings].sort(
    (one, other) => PLACES.indexOf(one.place) - PLACES.indexOf(other.place),
  )
  const nearest = holdings.find(({ text }) => text.length > 0)?.verdict ?? null
  const [composeFile, health] = await Promise.all([
    lookAtComposeFiles(tools),
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
    composeConfig: NO_DOCKER,
    containers: NO_DOCKER,
    aws: onAws.facts,
    holdings,
    identities:
      identityVariable === null
        ? null
        : [
            ...(ask.aws === null ? identitiesHere(identityVariable, tools, files) : onAws.identities),
            ...(ask.identity === null ? [] : [{ where: says`--expect-identity`, value: ask.identity }]),
          ],
    identityVariable,
    beside: lookBeside(tools, files, holdings),
    clock: [...onAws.clock, ...health.clock],
    trust: trust.anchors,
    anchorVariable: publicKeyVariable(product.id),
    provable: PRODUCT_VARIABLES[product.id].algorithm !== null,
    health: ask.health.length === 0 ? NO_HEALTH : { seen: health.facts },
    network: lookAtNetwork(host),
    settings: ask.settings,
  }
}

const NO_DOCKER = unseen(says`there is no docker on the PATH`, says`run lic where the containers are`)
const NO_HEALTH = unseen(
  says`no address is named where the product says what it runs with`,
  says`name it: --health-url http://HOST:8080/health`,
)
/** Where the license lies, as far as this command sees: a public key from there was set by whoever set the license. */
function keyPlaceOf({ variables }: Product, files: readonly VariablesFile[], { env }: Host): string | null {
  if (variables.some((name) => (env[name] ?? '') !== '')) return ENVIRONMENT
  const file = files.find(({ names }) => names.some(({ name }) => variables.includes(name)))
  return file === undefined ? null : says`file ${own(showName(file.path))}`
}

/** Public keys that may have signed the license: built in, given, and out of the file that holds it. */
async function readTrust(
  ask: Ask,
  product: Product,
  files: readonly VariablesFile[],
  host: Host,
): Promise<{ readonly keyring: Keyring; readonly anchors: Looked<readonly Anchor[]> }> {
  const variable = publicKeyVariable(product.id)
  const file = files.find(({ others }) => variable !== null && (others.get(variable) ?? '') !== '')
  const beside =
    file === undefined || variable === null || host.env[variable] !== undefined
      ? []
      : [{ text: `${product.id}=dotenv:${file.path}#${variable}`, from: 'beside the license,' }]
  try {
    const keyring = await readKeyring(
      {
        ...ask,
        publicKeys: [...ask.publicKeys, ...beside],
        keyPlace: keyPlaceOf(product, files, host),
        products: [product.id],
      },
      host,
    )
    const given = keyring.anchors.filter(
      ({ usage }) => usage === null || product.anchorUsages.includes(usage),
    )
    return { keyring, anchors: { seen: [...product.builtInAnchors, ...given] } }
  } catch (thrown) {
    if (!(thrown instanceof LicError)) throw thrown
    const { code, says: what, hints } = thrown
    return { keyring: { anchors: [], hmac: null }, anchors: troubled(error(code, what, ...hints)) }
  }
}
