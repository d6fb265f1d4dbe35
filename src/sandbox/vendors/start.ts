import { type Instant, instantAt } from '../../model/instant.ts'
import { KeyText } from '../../model/key-text.ts'
import type { Heartbeat } from '../../products/product.ts'
import { readyProducts } from '../../products/registry.ts'
import { judge } from '../../verdict/judge.ts'
import { json, listen, type Reply, type Request } from '../server/listen.ts'
import { textIn } from './held.ts'
import { type LicenseWish, licenseWishFrom, termOf } from './license-wish.ts'
import { newPeople, type People } from './people.ts'
import { newRsaIssuer, type RsaIssuer } from './rsa-issuer.ts'
import type { AnyVendor, Running, TokenVendor, Vendor } from './vendor.ts'

interface BoxOptions {
  /** the real clock; default: this machine's */
  readonly now?: () => Instant
  /** how many seconds pass inside while one passes outside; default 1 */
  readonly speed?: number
  /** default: a free one */
  readonly port?: number
}

export interface VendorOptions extends BoxOptions {
  /** the license in its environment; default: for acme, 20 days left */
  readonly key?: Partial<LicenseWish>
  /** without a storage secret: what is uploaded is lost with a restart; default false */
  readonly memoryOnly?: boolean
  /** the product renews its license by itself; default false */
  readonly phoneHome?: boolean
  /** default 1 */
  readonly replicas?: number
  /** who makes its licenses; default: somebody new */
  readonly issuer?: RsaIssuer
}

export interface TokenVendorOptions extends BoxOptions {
  /** after how long without a verified heartbeat what follows; default: as the product usually has it */
  readonly thresholds?: Heartbeat['thresholds']
}

/** A running product on loopback. */
export interface Box {
  readonly url: string
  /** the license that it started with */
  readonly key: string
  /** by role */
  readonly tokens: Readonly<Record<string, string>>
  readonly log: readonly string[]
  now(): Instant
  close(): Promise<void>
}

export interface VendorBox extends Box {
  /** PEM */
  readonly publicKey: string
  readonly wish: LicenseWish
  issue(wish: Partial<LicenseWish>): string
}

export interface TokenVendorBox extends Box {
  /** when its first heartbeat was sent */
  readonly began: Instant
  issue(): string
}

export async function startVendor(vendor: Vendor, options: VendorOptions = {}): Promise<VendorBox> {
  await readyProducts()
  const now = clockOf(options)
  const issuer = options.issuer ?? newRsaIssuer()
  const keyring = { anchors: [issuer.anchor(vendor.id)], hmac: null }
  const issue = (wish: LicenseWish) =>
    issuer.sign(vendor.claims(wish, termOf(wish, now())), wish.forged === true)
  const people = newPeople(vendor.roles)
  const phoneHome = options.phoneHome ?? false
  const usual = { tier: vendor.tierByDefault, org: 'acme', phoneHome }
  const wish = { ...usual, days: 20, begun: true, ...options.key }
  const key = issue(wish)
  const running = vendor.run({
    now,
    people,
    key,
    sign: (claims) => issuer.sign(claims, false),
    phoneHome,
    memoryOnly: options.memoryOnly ?? false,
    replicas: options.replicas ?? 1,
    judge: (license) =>
      judge(textOf(license), { product: vendor.id, now: now(), rules: { platform: null }, keyring }),
  })
  const box = await serve({ vendor, options, running, people, now, key }, ({ searchParams }) => {
    const read = licenseWishFrom(searchParams, vendor.tierByDefault)
    return read.kind === 'wish' ? { key: issue({ ...read.wish, phoneHome }) } : read
  })
  return {
    ...box,
    publicKey: issuer.publicPem,
    wish,
    issue: (wanted) => issue({ ...usual, days: 365, ...wanted }),
  }
}

export async function startTokenVendor(
  vendor: TokenVendor,
  options: TokenVendorOptions = {},
): Promise<TokenVendorBox> {
  await readyProducts()
  const now = clockOf(options)
  const people = newPeople(vendor.roles)
  const thresholds = options.thresholds ?? null
  const began = now()
  const { key, issue, running } = vendor.open({
    began,
    now,
    people,
    judge: (token, last, at) =>
      judge(textOf(token), {
        product: vendor.id,
        now: at,
        rules: { platform: null, heartbeat: { last, thresholds } },
        keyring: { anchors: [], hmac: null },
      }),
  })
  const box = await serve({ vendor, options, running, people, now, key }, () => ({ key: issue() }))
  return { ...box, began, issue }
}

function clockOf({ now: real = () => instantAt(Date.now()), speed = 1 }: BoxOptions): () => Instant {
  const born = real()
  return () => instantAt(Math.floor(born + (real() - born) * speed))
}

const textOf = (license: string): KeyText => new KeyText(Buffer.from(license, 'utf8').toString('latin1'))

interface Inside {
  readonly vendor: AnyVendor
  readonly options: BoxOptions
  readonly running: Running
  readonly people: People
  readonly now: () => Instant
  readonly key: string
}

type Issue = (asked: URL) => { readonly key: string } | { readonly error: string }

async function serve(inside: Inside, issue: Issue): Promise<Box> {
  const { running, people, now, key } = inside
  const admin = own(inside, issue)
  const { url, close } = await listen(inside.options.port ?? 0, (request) =>
    request.url.pathname.startsWith('/_lic/') ? admin(request) : running.reply(request),
  )
  return { url, key, tokens: people.tokens, log: running.log, now, close }
}

/**
 * The sandbox's own questions: `about`, `log`, `issue?tier=…&org=…&days=…`, `POST restart` with or without `{"key"}`, and
 * what the product has beside them.
 */
const own =
  ({ vendor, running, now }: Inside, issue: Issue) =>
  (request: Request): Reply => {
    const { method, url, body } = request
    switch (`${method} ${url.pathname}`) {
      case 'GET /_lic/about':
        return json(200, { sandbox: 'lic', product: vendor.id, now: now() })
      case 'GET /_lic/log':
        return json(200, { log: running.log })
      case 'GET /_lic/issue': {
        const issued = issue(url)
        return 'key' in issued
          ? json(200, { product: vendor.id, key: issued.key })
          : json(400, { error: issued.error })
      }
      case 'POST /_lic/restart':
        running.restart(textIn(body, 'key'))
        return json(200, { log: running.log })
      default:
        return (
          running.control?.(request, url.pathname.slice('/_lic/'.length)) ??
          json(404, { error: 'no such question' })
        )
    }
  }
