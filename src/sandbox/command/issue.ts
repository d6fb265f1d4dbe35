import { open } from 'node:fs/promises'
import type { Context, Options } from '../../commands/command.ts'
import { type Host, type HttpAnswer, HttpTrouble } from '../../host/host.ts'
import type { Answer } from '../../model/answer.ts'
import { LicError } from '../../model/lic-error.ts'
import { type Shown, says, visible } from '../../model/visible.ts'
import type { AnyVendor } from '../vendors/vendor.ts'
import { licenseWishOf, refuseOthers, textOption, vendorOf, wishOf } from './options.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const PRIVATE = 0o600

/** Whom to ask, and what comes of it. */
interface Asked {
  /** the variable that says where the sandbox is */
  readonly variable: string
  /** what the command lines have beside `lic sandbox` */
  readonly option: string
  readonly product: AnyVendor | null
  readonly key: RegExp
}

const AXONFLOW: Asked = {
  variable: 'AWS_ENDPOINT_URL',
  option: '',
  product: null,
  key: /^AXON-[\w-]+\.[\w-]+$/,
}

const askedOf = (vendor: AnyVendor | null): Asked =>
  vendor === null
    ? AXONFLOW
    : {
        variable: 'LIC_SANDBOX_URL',
        option: ` --product ${vendor.id}`,
        product: vendor,
        key: vendor.keyForm,
      }

/** A key of the running sandbox's throw-away issuer: the one command that prints a key. */
export async function issue({ host }: Context, options: Options): Promise<Answer> {
  const others = [
    'port',
    'speed',
    'healthShape',
    'weather',
    'memoryOnly',
    'replicas',
    'phoneHome',
    'heartbeatLimits',
  ]
  refuseOthers(options, others, 'lic sandbox issue')
  const vendor = vendorOf(options)
  const asked = askedOf(vendor)
  const token = vendor?.kind === 'token'
  if (token)
    refuseOthers(options, ['tier', 'org', 'days'], `lic sandbox issue${asked.option}: a token has none`)
  const wish = token ? null : vendor === null ? wishOf(options, {}) : licenseWishOf(options, vendor)
  const key = await ask(host, endpointOf(host, options, asked), wish, asked)
  const out = textOption(options, 'out')
  if (out !== null) await writeNew(out, key)
  const about = {
    ...(vendor === null ? {} : { product: vendor.id }),
    ...(wish === null
      ? { license: publicIn(key) }
      : { tier: wish.tier, organization: visible(wish.org), days: wish.days ?? 0 }),
    throwAway: true,
  }
  return {
    exitCode: 0,
    result: out === null ? { ...about, key } : { ...about, file: visible(out) },
    text: () => (out === null ? `${key}\n` : ''),
    asides: [
      wish === null
        ? says`the throw-away License Token of ${publicIn(key)}, inactive until Studio starts with it: nothing but this sandbox accepts it`
        : says`a throw-away ${wish.tier} key for ${wish.org}, ${termOf(wish.days ?? 0)}: nothing but this sandbox accepts it`,
      ...(out === null ? [] : [says`written to ${out}`]),
    ],
  }
}

/** The License ID of a token that this sandbox made. */
const publicIn = (token: string): string => token.slice(0, token.indexOf('.'))

const termOf = (days: number): string => (days < 0 ? `expired ${-days} days ago` : `good for ${days} days`)

interface Wish {
  readonly tier: string
  readonly org: string
  readonly days?: number
}

function endpointOf(host: Host, options: Options, asked: Asked): URL {
  const given = textOption(options, 'endpoint')
  const text = given ?? host.env[asked.variable] ?? ''
  const from = given === null ? asked.variable : '--endpoint'
  const noEndpoint = trouble('sandbox.no-endpoint', asked)
  if (text === '') throw noEndpoint(says`no sandbox to ask: ${asked.variable} is not set`)
  if (!URL.canParse(text)) throw new LicError('usage.argument', says`${from} is not a URL`)
  const url = new URL(text)
  if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return url
  throw noEndpoint(says`${from} does not name this machine, and a sandbox is only ever on it`)
}

async function ask(host: Host, endpoint: URL, wish: Wish | null, asked: Asked): Promise<string> {
  const asks = wish === null ? {} : { tier: wish.tier, org: wish.org, days: String(wish.days ?? 0) }
  const query = new URLSearchParams(asks)
  const url = new URL(`/_lic/issue?${query}`, endpoint).href
  const notRunning = trouble('sandbox.not-running', asked)
  const answer = await host.get({ url, timeoutMs: 10_000, capBytes: 65_536 }).catch((thrown: unknown) => {
    if (!(thrown instanceof HttpTrouble)) throw thrown
    throw notRunning(says`no sandbox answers at ${endpoint.origin}`)
  })
  const key = keyIn(answer, asked)
  const of = asked.product === null ? '' : ` of ${asked.product.name}`
  if (key === null) throw notRunning(says`what answers at ${endpoint.origin} is no lic sandbox${of}`)
  return key
}

function keyIn(answer: HttpAnswer, asked: Asked): string | null {
  if (answer.status !== 200) return null
  try {
    const { key, product } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as Record<string, unknown>
    const its = asked.product === null || asked.product.id === product
    return its && typeof key === 'string' && asked.key.test(key) ? key : null
  } catch {
    return null
  }
}

const trouble =
  (code: 'sandbox.no-endpoint' | 'sandbox.not-running', { option }: Asked) =>
  (what: Shown): LicError =>
    new LicError(
      code,
      what,
      says`start one with: lic sandbox${option}`,
      says`then use the environment it prints, or name it: lic sandbox issue${option} --endpoint http://127.0.0.1:PORT`,
    )

/** A new file that only its owner can read; an existing one is left alone. No line feed at its end: runtimes refuse one. */
async function writeNew(path: string, key: string): Promise<void> {
  const file = await open(path, 'wx', PRIVATE).catch((thrown: unknown) => {
    const exists = (thrown as NodeJS.ErrnoException).code === 'EEXIST'
    throw new LicError(
      'sandbox.out-file',
      exists
        ? says`the file given with --out exists already`
        : says`the file given with --out cannot be created`,
      exists
        ? says`name another file: an existing one is never replaced`
        : says`is its folder there, and yours to write in`,
    )
  })
  try {
    await file.writeFile(key)
  } finally {
    await file.close()
  }
}
