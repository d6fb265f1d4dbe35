import type { AdminApi } from '../../model/admin.ts'
import { says } from '../../model/visible.ts'
import { wordDrift } from '../health/drift.ts'
import { alarmsAt } from '../health/listen.ts'
import type { Running, Tools } from '../target.ts'
import { observe } from './observe.ts'
import type { AdminRef } from './ref.ts'

/** What a running product says of its license. No such API returns the key, so there is none here to compare with but the one given. */
export async function running(ref: AdminRef, api: AdminApi, tools: Tools): Promise<Running> {
  const ca = ref.ca === null ? null : { pem: ref.ca, file: '' }
  const [seen, told] = await Promise.all([
    observe(ref, api, tools),
    alarmsAt({ url: ref.url, hostName: ref.hostName, ca }, tools),
  ])
  const { current, head, refusals, warnings, word, lines } = seen
  const url = new URL(api.status.path, ref.url).href
  const heard = [{ url, word, why: null, ...told }]
  return {
    head,
    current,
    services: [],
    heard: word === null ? [{ url, word, why: says`nothing that is known`, ...told }] : heard,
    findings: [
      ...refusals,
      ...warnings.filter(({ code }) => code !== 'admin.caution'),
      ...wordDrift(heard, current?.verdict ?? null, tools.product, {
        reread: lines.rotate,
        rotate: lines.rotate,
      }),
    ],
    rotate: lines.rotate,
  }
}
