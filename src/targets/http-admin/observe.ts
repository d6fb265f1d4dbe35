import { HttpTrouble } from '../../host/host.ts'
import type { AdminApi } from '../../model/admin.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import type { Line } from '../../model/plan.ts'
import type { RuntimeWord } from '../../model/runtime-word.ts'
import { type Shown, says } from '../../model/visible.ts'
import { expectedOf } from '../health/hear.ts'
import type { Licensed, Tools } from '../target.ts'
import { read, whyNot, yes } from './perform/call.ts'
import type { AdminRef } from './ref.ts'
import type { AdminSight } from './sight.ts'

/** Asks what runs. Writes nothing. */
export async function observe(ref: AdminRef, api: AdminApi, tools: Tools): Promise<AdminSight> {
  const { host, product, judge } = tools
  const { previous } = ref
  const current = previous === null ? null : { text: previous.text, verdict: judge(previous.text) }
  const called = await read(host, ref, api.status.path)
  const answer = yes(called)
  const word = answer === null ? null : await product.readHealth(answer.body)
  const refusals =
    answer !== null
      ? word === null
        ? [unknownForm(ref, api)]
        : []
      : [whyNot(called, ref, api.status.path, api.role)]
  return {
    ref,
    api,
    word,
    head: [
      {
        label: 'at',
        value: says`${ref.url}${called instanceof HttpTrouble ? '' : `, HTTP ${called.status}`}`,
      },
      ...(word === null ? [] : [liveLine(word), ...renewalLine(word)]),
      ...(api.upload.inferred && ref.uploadPath === null
        ? [
            {
              label: 'note',
              value: says`the vendor does not say where keys are uploaded: ${api.upload.path} is inferred`,
            },
          ]
        : []),
    ],
    current,
    inFlight: null,
    lines: {
      history: says`lic history --admin-url ${ref.url} --admin-token SOURCE`,
      rotate: says`lic rotate SOURCE --admin-url ${ref.url} --admin-token SOURCE`,
    },
    elsewhere: [],
    unread: false,
    creates: null,
    refusals: [...refusals, ...otherThanSaid(current, word, product)],
    warnings: cautionsOf(api, word).map((caution) => warning('admin.caution', caution)),
  }
}

/** What it says of its license, in one line. */
export const liveLine = (word: RuntimeWord): Line => ({ label: 'live', value: wordsOf(word) })

const renewalLine = ({ renewal }: RuntimeWord): readonly Line[] =>
  renewal === undefined ? [] : [{ label: 'renewal', value: renewal.says }]

/** What to know before and after, as far as this deployment does not say otherwise. */
export const cautionsOf = ({ cautions, renewal }: AdminApi, word: RuntimeWord | null): readonly Shown[] =>
  renewal === null || word?.renewal?.on === false ? cautions : [...cautions, renewal]

export function wordsOf({ tier, expires, valid }: RuntimeWord): Shown {
  const until = expires === null ? 'no expiry stated' : `expires ${toIso(expires)}`
  return says`${tier ?? 'no plan'}, ${until}${valid === false ? ', not valid' : ''}`
}

/** A key that is not the live one would be no way back. */
function otherThanSaid(
  current: AdminSight['current'],
  word: RuntimeWord | null,
  product: Licensed,
): readonly Finding[] {
  if (current === null || word === null) return []
  const { expires } = expectedOf(current.verdict, product) ?? { expires: null }
  if (expires === null || word.expires === null || expires === word.expires) return []
  return [
    error(
      'admin.previous-differs',
      says`the key given with --previous expires at ${toIso(expires)}, the one that is live at ${toIso(word.expires)}`,
      says`give the key that is live, or leave --previous out: then there is no way back`,
    ),
  ]
}

const unknownForm = ({ url }: AdminRef, { status }: AdminApi): Finding =>
  error(
    'admin.unknown-form',
    says`${new URL(status.path, url).href} answers, but not what this product's license page answers`,
    says`check --admin-url and --product`,
  )
