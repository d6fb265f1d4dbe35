import { VERDICT_CODES } from '../model/codes/verdict.ts'
import type { Code } from '../model/codes.ts'
import type { DecodedKey, Decoding, ProductId } from '../model/decoded.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { error, type Finding, isNonEmpty } from '../model/finding.ts'
import { DAY, type Instant } from '../model/instant.ts'
import type { KeyText } from '../model/key-text.ts'
import { type Standing, standing, type Timeline } from '../model/timeline.ts'
import type { Keyring, Trust } from '../model/trust.ts'
import type { Absent, JudgedVerdict, Unreadable, Verdict } from '../model/verdict.ts'
import { says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import { PRODUCTS } from '../products/registry.ts'
import { type Meant, recognize } from './recognize.ts'
import { soonFindings, termFinding } from './term.ts'

export interface JudgeOptions extends Meant {
  readonly now: Instant
  readonly rules: Rules
  /** anchors that are trusted besides the products' own */
  readonly keyring: Keyring
  /** milliseconds before expiry from which to warn; 30 days */
  readonly warnWithin?: number
  /** the same, critical; 7 days */
  readonly critWithin?: number
}

/**
 * What a key is worth at a moment: decoded, proven, weighed by its product's rules, placed on its time line. Its
 * exit code is the largest of its errors; a coming expiry is a warning among the findings and does not change it.
 *
 * @throws LicError usage.argument for rules that make no sense; never for a key
 */
export const judge = (text: KeyText, options: JudgeOptions): Verdict =>
  judgeAll([text], options)[0] as Verdict

/**
 * The same for several: all are read, then all proven, then all weighed. A processor that stays with one thing
 * has it at hand, which takes a tenth off the whole.
 */
export function judgeAll(texts: readonly KeyText[], options: JudgeOptions): readonly Verdict[] {
  const read: (Read | Absent | Unreadable)[] = []
  for (const text of texts) read.push(readKey(text, options))
  const known: (Proven | Absent | Unreadable)[] = []
  for (const one of read) known.push('kind' in one ? one : proven(one, options))
  const verdicts: Verdict[] = []
  for (const one of known) verdicts.push('kind' in one ? one : judgeKey(one, options))
  return verdicts
}

interface Read {
  readonly product: Product
  readonly key: DecodedKey
  /** about whose key it is */
  readonly also: readonly Finding[]
}

interface Proven extends Read {
  readonly trust: Trust
}

function readKey(text: KeyText, options: JudgeOptions): Read | Absent | Unreadable {
  const { product, decoding, findings } = recognize(text, options)
  const { now } = options
  switch (decoding.kind) {
    case 'decoded':
      return { product: PRODUCTS[decoding.key.product], key: decoding.key, also: findings }
    case 'malformed':
      return unreadable(decoding, now)
    case 'absent':
      return absent(product ?? PRODUCTS[decoding.product], now)
    case 'unrecognized':
      return unreadable({ faults: decoding.faults, form: null, product: null }, now)
    case 'ambiguous':
      return unreadable({ faults: [ambiguous(decoding.candidates)], form: 'jwt', product: null }, now)
  }
}

const proven = ({ product, key, also }: Read, { keyring }: JudgeOptions): Proven => ({
  product,
  key,
  also,
  trust: independent(product.prove(key, keyring)),
})

function ambiguous(candidates: readonly ProductId[]): Finding {
  const products = candidates.map((id) => PRODUCTS[id])
  return error(
    'key.ambiguous',
    says`whose license this is cannot be told: it has the form of ${products.map(({ name }) => name).join(' and ')}, and names neither issuer nor claims of one alone`,
    says`say which: ${products.map(({ id }) => `--product ${id}`).join(' or ')}`,
  )
}

const unreadable = (
  { product, form, faults }: Pick<Extract<Decoding, { kind: 'malformed' }>, 'product' | 'form' | 'faults'>,
  now: Instant,
): Unreadable => ({ kind: 'unreadable', product, form, now, findings: faults, exitCode: exitOf(faults) })

function absent(product: Product, now: Instant): Absent {
  const tier = product.tierWithoutKey
  const finding = error(
    'key.absent',
    tier === null ? says`no key` : says`no key: ${product.name} runs as ${tier}, with its limits`,
  )
  return { kind: 'absent', product: product.id, tier, now, findings: [finding], exitCode: EXIT.noKey }
}

function judgeKey({ product, key, also, trust }: Proven, options: JudgeOptions): JudgedVerdict {
  const { now, rules } = options
  const weighed = product.weigh(key, rules, now)
  const timeline = product.timeline(key, rules)
  const stands = timeline === null ? null : standing(timeline, now)
  const refusals = weighed.length === 0 ? NONE : weighed.filter(({ severity }) => severity === 'error')
  const worth = trust.kind !== 'forged' && refusals.length === 0
  const term = stands === null ? null : termFinding(key, stands, now, worth)
  const soon = worth && stands !== null ? soonFindings(key, stands, timeline, now, withinOf(options)) : NONE
  const given = (trust.kind === 'verified' ? trust.anchor?.findings : undefined) ?? NONE
  const findings = inOrder(
    trust,
    weighed,
    joined(term === null ? NONE : [term], soon, key.findings, also, given),
  )
  const judged = {
    product: product.id,
    key,
    rules: product.rulesName(rules),
    now,
    findings,
    exitCode: exitOf(findings),
  }
  return verdictOf(judged, trust, refusals, timeline, stands)
}

const NONE: readonly Finding[] = []

function joined(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  let all = NONE
  for (const list of lists) if (list.length > 0) all = all.length === 0 ? list : [...all, ...list]
  return all
}

/** A public key out of the very document that holds the license was written by whoever wrote the license. */
function independent(trust: Trust): Trust {
  if (trust.kind !== 'verified' || trust.anchor?.sameDocument !== true) return trust
  return {
    kind: 'unproven',
    why: error(
      'key.anchor-in-document',
      says`the signature is by a public key out of the document that holds the license, which proves nothing`,
      says`give the public key from another place, or say with --pin which one it must be`,
    ),
  }
}

type Judged = Pick<JudgedVerdict, 'product' | 'key' | 'rules' | 'now' | 'findings' | 'exitCode'>

function verdictOf(
  judged: Judged,
  trust: Trust,
  refusals: readonly Finding[],
  timeline: Timeline | null,
  stands: Standing | null,
): JudgedVerdict {
  if (trust.kind === 'forged') return { kind: 'forgery', trust, timeline, standing: stands, ...judged }
  if (isNonEmpty(refusals)) return { kind: 'refused', trust, refusals, timeline, standing: stands, ...judged }
  if (trust.kind === 'unproven') return { kind: 'unproved', trust, timeline, standing: stands, ...judged }
  if (timeline === null || stands === null) return undated(judged, trust)
  const kind = stands.phase.state === 'alive' ? 'usable' : 'out-of-term'
  const { product, key, rules, now, findings, exitCode } = judged
  return { kind, trust, timeline, standing: stands, product, key, rules, now, findings, exitCode }
}

/** A product that neither dates a key nor refuses it for that has not judged it. */
function undated(judged: Judged, trust: Trust): JudgedVerdict {
  const refusal = error('key.expiry-format', says`the key states no date that can be read`)
  const findings = [refusal, ...judged.findings]
  return {
    ...judged,
    kind: 'refused',
    findings,
    exitCode: exitOf(findings),
    trust,
    refusals: [refusal],
    timeline: null,
    standing: null,
  }
}

/** The runtime's own first reason first: it refuses an old format unread, and checks the signature before the rest. */
function inOrder(trust: Trust, weighed: readonly Finding[], rest: readonly Finding[]): readonly Finding[] {
  if (trust.kind === 'verified') return weighed.length === 0 ? rest : [...weighed, ...rest]
  const unread = trust.kind === 'unproven' || UNREAD.includes(weighed[0]?.code)
  return unread ? [...weighed, trust.why, ...rest] : [trust.why, ...weighed, ...rest]
}

/** Formats that the runtime refuses unread. */
const UNREAD: readonly (Code | undefined)[] = ['key.old-format', 'key.new-format']

const withinOf = ({ warnWithin = 30 * DAY, critWithin = 7 * DAY }: JudgeOptions) => ({
  warnWithin,
  critWithin,
})

const exitOf = (findings: readonly Finding[]): ExitCode =>
  findings.reduce<ExitCode>(
    (worst, { severity, code }) =>
      severity === 'error' ? (Math.max(worst, worthOf(code)) as ExitCode) : worst,
    EXIT.done,
  )

const WORTH: { readonly [code in Code]?: ExitCode } = VERDICT_CODES

/** An error is never passed over. */
const worthOf = (code: Code): ExitCode => WORTH[code] ?? EXIT.refusedByRuntime
