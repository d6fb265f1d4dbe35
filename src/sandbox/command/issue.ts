import { open } from 'node:fs/promises'
import type { Context, Options } from '../../commands/command.ts'
import { type Host, type HttpAnswer, HttpTrouble } from '../../host/host.ts'
import type { Answer } from '../../model/answer.ts'
import { LicError } from '../../model/lic-error.ts'
import { type Shown, says, visible } from '../../model/visible.ts'
import type { KeyWish } from '../issuer.ts'
import { refuseOthers, textOption, wishOf } from './options.ts'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const KEY = /^AXON-[\w-]+\.[\w-]+$/
const PRIVATE = 0o600

/** A key signed by the running sandbox's throw-away issuer: the one command that prints a key. */
export async function issue({ host }: Context, options: Options): Promise<Answer> {
  refuseOthers(options, ['port', 'speed', 'healthShape', 'weather'], 'lic sandbox issue')
  const wish = wishOf(options, {})
  const key = await ask(host, endpointOf(host, options), wish)
  const out = textOption(options, 'out')
  if (out !== null) await writeNew(out, key)
  const about = { tier: wish.tier, organization: visible(wish.org), days: wish.days ?? 0, throwAway: true }
  return {
    exitCode: 0,
    result: out === null ? { ...about, key } : { ...about, file: visible(out) },
    text: () => (out === null ? `${key}\n` : ''),
    asides: [
      says`a throw-away ${wish.tier} key for ${wish.org}, ${termOf(wish.days ?? 0)}: nothing but this sandbox accepts it`,
      ...(out === null ? [] : [says`written to ${out}`]),
    ],
  }
}

const termOf = (days: number): string => (days < 0 ? `expired ${-days} days ago` : `good for ${days} days`)

function endpointOf(host: Host, options: Options): URL {
  const given = textOption(options, 'endpoint')
  const text = given ?? host.env.AWS_ENDPOINT_URL ?? ''
  const from = given === null ? 'AWS_ENDPOINT_URL' : '--endpoint'
  if (text === '') throw noEndpoint(says`no sandbox to ask: AWS_ENDPOINT_URL is not set`)
  if (!URL.canParse(text)) throw new LicError('usage.argument', says`${from} is not a URL`)
  const url = new URL(text)
  if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return url
  throw noEndpoint(says`${from} does not name this machine, and a sandbox is only ever on it`)
}

async function ask(host: Host, endpoint: URL, wish: KeyWish): Promise<string> {
  const query = new URLSearchParams({ tier: wish.tier, org: wish.org, days: String(wish.days ?? 0) })
  const url = new URL(`/_lic/issue?${query}`, endpoint).href
  const answer = await host.get({ url, timeoutMs: 10_000, capBytes: 65_536 }).catch((thrown: unknown) => {
    if (!(thrown instanceof HttpTrouble)) throw thrown
    throw notRunning(says`no sandbox answers at ${endpoint.origin}`)
  })
  const key = keyIn(answer)
  if (key === null) throw notRunning(says`what answers at ${endpoint.origin} is no lic sandbox`)
  return key
}

function keyIn(answer: HttpAnswer): string | null {
  if (answer.status !== 200) return null
  try {
    const { key } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as { key?: unknown }
    return typeof key === 'string' && KEY.test(key) ? key : null
  } catch {
    return null
  }
}

const trouble =
  (code: 'sandbox.no-endpoint' | 'sandbox.not-running') =>
  (what: Shown): LicError =>
    new LicError(
      code,
      what,
      says`start one with: lic sandbox`,
      says`then use the environment it prints, or name it: lic sandbox issue --endpoint http://127.0.0.1:PORT`,
    )

const noEndpoint = trouble('sandbox.no-endpoint')
const notRunning = trouble('sandbox.not-running')

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
