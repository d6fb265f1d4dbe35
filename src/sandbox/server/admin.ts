import type { Instant } from '../../model/instant.ts'
import type { Issuer } from '../issuer.ts'
import { wishFrom } from '../wish.ts'
import { json, type Reply, type Request } from './listen.ts'

/** The sandbox's own questions: `/_lic/about`, and `/_lic/issue?tier=…&org=…&days=…`. */
export const admin =
  (issuer: Issuer, now: () => Instant, about: () => object) =>
  ({ url }: Request): Reply => {
    if (url.pathname === '/_lic/about') return json(200, about())
    if (url.pathname !== '/_lic/issue') return json(404, { error: 'no such question' })
    const wish = wishFrom(url.searchParams)
    return wish.kind === 'wish'
      ? json(200, { key: issuer.issue(wish.wish, now()) })
      : json(400, { error: wish.error })
  }
