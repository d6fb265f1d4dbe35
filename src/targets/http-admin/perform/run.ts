import { error, type Finding } from '../../../model/finding.ts'
import type { KeyText } from '../../../model/key-text.ts'
import type { Proof } from '../../../model/plan.ts'
import type { RuntimeWord } from '../../../model/runtime-word.ts'
import { word as shellWord } from '../../../model/shell-word.ts'
import { own, type Shown, says, visible } from '../../../model/visible.ts'
import { expectedOf } from '../../health/hear.ts'
import { readWord } from '../../health/word.ts'
import type { Intent, Tools } from '../../target.ts'
import { wordsOf } from '../observe.ts'
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
    /** what was live before this run uploaded anything: on several replicas that may be several */
    readonly before: RuntimeWord[]
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

/** What each of the two keys would have the product say; null where that is not known. */
function expectations({ seen, tools, intent }: Run) {
  const { product } = tools
  return {
    new: intent.kind === 'rotate' ? expectedOf(intent.warrant.verdict, product) : null,
    old: seen.current === null ? fromWord(seen.word) : expectedOf(seen.current.verdict, product),
  }
}

/** What an answer says of a side, told from the key on the other. */
export function reading(run: Run, word: RuntimeWord, side: Side) {
  const { [side]: expected, [side === 'new' ? 'old' : 'new']: other } = expectations(run)
  if (expected === null) return 'silent'
  const exact = expected.expires !== null && word.expires === expected.expires && word.valid !== false
  if (exact && other?.expires !== expected.expires) return 'new'
  return readWord(word, expected, other, run.tools.product).kind
}

/** By its expiry neither of the two keys, nor what was there before: somebody else's, uploaded meanwhile. */
export function isForeign(run: Run, word: RuntimeWord): boolean {
  if (word.expires === null || run.memory.before.some((one) => sameWord(one, word))) return false
  const { new: fresh, old } = expectations(run)
  return [fresh, old].every((one) => one === null || (one.expires !== null && one.expires !== word.expires))
}

export const sameWord = (one: RuntimeWord | null, other: RuntimeWord): boolean =>
  one?.expires === other.expires && one.tier === other.tier

export const changed = (word: RuntimeWord): Finding =>
  error(
    'admin.changed',
    says`another license is live than when the plan was made: ${own(wordsOf(word))}`,
    says`somebody has uploaded one, or the product renewed its own; plan again`,
  )

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
