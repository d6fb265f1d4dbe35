import { type Instant, instantAt } from '../../model/instant.ts'
import { KeyText } from '../../model/key-text.ts'
import { readyProducts } from '../../products/registry.ts'
import { judge } from '../../verdict/judge.ts'
import { json, listen, type Reply, type Request } from '../server/listen.ts'
import { textIn } from './held.ts'
import { type LicenseWish, licenseWishFrom, termOf } from './license-wish.ts'
import { newPeople } from './people.ts'
import { newRsaIssuer, type RsaIssuer } from './rsa-issuer.ts'
import type { Running, Vendor } from './vendor.ts'

export interface VendorOptions {
  /** the real clock; default: this machine's */
  readonly now?: () => Instant
  /** how many seconds pass inside while one passes outside; default 1 */
  readonly speed?: number
  /** default: a free one */
  readonly port?: number
  /** the license in its environment; default: for acme, 20 days left */
  readonly key?: Partial<LicenseWish>
  /** without a storage secret: what is uploaded is lost with a restart; default false */
  readonly memoryOnly?: boolean
  /** default 1 */
  readonly replicas?: number
  /** who makes its licenses; default: somebody new */
  readonly issuer?: RsaIssuer
}

/** A running product on loopback. */
export interface VendorBox {
  readonly url: string
  /** PEM */
  readonly publicKey: string
  /** the license that it started with */
  readonly key: string
  readonly wish: LicenseWish
  /** by role */
  readonly tokens: Readonly<Record<string, string>>
  readonly log: readonly string[]
  now(): Instant
  issue(wish: Partial<LicenseWish>): string
  close(): Promise<void>
}

export async function startVendor(vendor: Vendor, options: VendorOptions = {}): Promise<VendorBox> {
  await readyProducts()
  const real = options.now ?? (() => instantAt(Date.now()))
  const born = real()
  const now = () => instantAt(Math.floor(born + (real() - born) * (options.speed ?? 1)))
  const issuer = options.issuer ?? newRsaIssuer()
  const keyring = { anchors: [issuer.anchor(vendor.id)], hmac: null }
  const issue = (wish: LicenseWish) =>
    issuer.sign(vendor.claims(wish, termOf(wish, now())), wish.forged === true)
  const people = newPeople(vendor.roles)
  const usual = { tier: vendor.tierByDefault, org: 'acme' }
  const wish = { ...usual, days: 20, begun: true, ...options.key }
  const key = issue(wish)
  const running = vendor.run({
    now,
    people,
    key,
    memoryOnly: options.memoryOnly ?? false,
    replicas: options.replicas ?? 1,
    judge: (license) =>
      judge(new KeyText(Buffer.from(license, 'utf8').toString('latin1')), {
        product: vendor.id,
        now: now(),
        rules: { platform: null },
        keyring,
      }),
  })
  const admin = own(vendor, running, issue, now)
  const { url, close } = await listen(options.port ?? 0, (request) =>
    request.url.pathname.startsWith('/_lic/') ? admin(request) : running.reply(request),
  )
  return {
    url,
    publicKey: issuer.publicPem,
    key,
    wish,
    tokens: people.tokens,
    log: running.log,
    now,
    issue: (wanted) => issue({ ...usual, days: 365, ...wanted }),
    close,
  }
}

/** The sandbox's own questions: `about`, `log`, `issue?tier=…&org=…&days=…`, and `POST restart` with or without `{"key"}`. */
const own =
  (vendor: Vendor, running: Running, issue: (wish: LicenseWish) => string, now: () => Instant) =>
  ({ method, url, body }: Request): Reply => {
    switch (`${method} ${url.pathname}`) {
      case 'GET /_lic/about':
        return json(200, { sandbox: 'lic', product: vendor.id, now: now() })
      case 'GET /_lic/log':
        return json(200, { log: running.log })
      case 'GET /_lic/issue': {
        const read = licenseWishFrom(url.searchParams, vendor.tierByDefault)
        return read.kind === 'wish'
          ? json(200, { product: vendor.id, key: issue(read.wish) })
          : json(400, { error: read.error })
      }
      case 'POST /_lic/restart':
        running.restart(textIn(body, 'key'))
        return json(200, { log: running.log })
      default:
        return json(404, { error: 'no such question' })
    }
  }
