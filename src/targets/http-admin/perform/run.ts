import { error, type Finding } from '../../../model/finding.ts'
import type { KeyText } from '../../../model/key-text.ts'
import type { Proof } from '../../../model/plan.ts'
import type { RuntimeWord } from '../../../model/runtime-word.ts'
import { word as shellWord } from '../../../model/shell-word.ts'
import { type Shown, says, visible } from '../../../model/visible.ts'
import { expectedOf } from '../../health/hear.ts'
import { readWord } from '../../health/word.ts'
import type { Intent, Tools } from '../../target.ts'
import type { AdminSight } from '../sight.ts'
import { type Called, read, upload, whyNot, yes } from './call.ts'

export type Side = 'new' | 'old'

/** Replicas behind one address answer in turn. */
export const ASKS = 4

export interface Run {
  readonly seen: AdminSight
  readonly intent: Intent
  readonly tools: Tools
  readonly memory: {
    proof: Proof
    last: RuntimeWord | null
  }
}

export const keyOf = ({ intent, seen }: Run, side: Side): KeyText | null =>
  side === 'old' ? (seen.current?.text ?? null) : intent.kind === 'rotate' ? intent.warrant.text : null

export async function ask({
  seen,
  tools,
  memory,
}: Run): Promise<{ called: Called; word: RuntimeWord | null }> {
  const called = await read(tools.host, seen.ref, seen.api.status.path)
  const answer = yes(called)
  const word = answer === null ? null : await tools.product.readHealth(answer.body)
  if (word !== null) memory.last = word
  return { called, word }
}

export const pathOf = ({ seen }: Run): string => seen.ref.uploadPath ?? seen.api.upload.path

export function send(run: Run, side: Side): Promise<Called> {
  const { seen, tools } = run
  const key = keyOf(run, side)
  if (key === null) throw new Error('there is no key to upload')
  return upload(tools.host, seen.ref, pathOf(run), seen.api.upload.field, key)
}

/** What an answer says of a side, told from the key on the other. */
export function reading({ seen, tools, intent }: Run, word: RuntimeWord, side: Side) {
  const { product } = tools
  const fresh = intent.kind === 'rotate' ? expectedOf(intent.warrant.verdict, product) : null
  const before = seen.current === null ? fromWord(seen.word) : expectedOf(seen.current.verdict, product)
  const [expected, other] = side === 'new' ? [fresh, before] : [before, fresh]
  if (expected === null) return 'silent'
  const exact = expected.expires !== null && word.expires === expected.expires && word.valid !== false
  if (exact && other?.expires !== expected.expires) return 'new'
  return readWord(word, expected, other, product).kind
}

const fromWord = (word: RuntimeWord | null) => word && { tier: word.tier, expires: word.expires }

export const whyNoWord = ({ seen }: Run, called: Called): Finding =>
  yes(called) === null ? whyNot(called, seen.ref, seen.api.status.path, seen.api.role) : noWord

export const noWord = error('admin.unknown-form', says`it gives no answer that can be read`)

export function lines({ seen, intent }: Run): { readonly look: Shown; readonly again: Shown } {
  const { url, tokenSource, uploadPath, previous } = seen.ref
  const where = ['--admin-url', url, '--admin-token', tokenSource]
  const path = uploadPath === null ? [] : ['--admin-path', uploadPath]
  const back = previous === null ? [] : ['--previous', previous.source]
  const product = intent.kind === 'rotate' ? ['--product', intent.warrant.verdict.product] : []
  const lic = (...words: readonly string[]) => [visible('lic'), ...words.map(shellWord)].join(' ') as Shown
  return {
    look: lic('history', ...where, ...product),
    again: lic('rotate', 'SOURCE', ...where, ...path, ...back, ...product),
  }
}
