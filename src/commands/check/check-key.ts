import type { Given } from '../../input/key-source.ts'
import { showName } from '../../input/may-show.ts'
import { CODES, type Code } from '../../model/codes.ts'
import type { Decoding, Form, ProductId } from '../../model/decoded.ts'
import { EXIT, type ExitCode, worst } from '../../model/exit.ts'
import { error, type Finding, type Severity } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import { remember, rememberFor } from '../../model/remember.ts'
import type { Keyring } from '../../model/trust.ts'
import type { Unreadable, Verdict } from '../../model/verdict.ts'
import { own, says } from '../../model/visible.ts'
import type { Checked } from '../../present/check/checked.ts'
import type { Rules } from '../../products/product.ts'
import { PRODUCTS } from '../../products/registry.ts'
import { type JudgeOptions, judgeAll } from '../../verdict/judge.ts'
import { unmet, wantsNoKey } from '../../verdict/meets.ts'
import { recognize } from '../../verdict/recognize.ts'
import type { Demands } from './demands.ts'

/** All it takes to check a key: plain data. */
export interface Measure {
  readonly demands: Demands
  readonly now: Instant
  readonly rules: Rules
  /** the key must be good by the rules of this version, too; null: by those above alone */
  readonly alsoPlatform: string | null
  readonly product: ProductId | null
  readonly keyring: Keyring
}

export type Found = Pick<Given, 'text' | 'from' | 'findings'> & { readonly line: number | null }

interface Stood {
  /** the product whose variable it stood in */
  readonly hint?: ProductId | null
}

/** Judges one key by what is asked of it. */
export const checkKey = (found: Found & Stood, measure: Measure): Checked =>
  checkKeys([found], measure, found.hint)[0] as Checked

/** Judges several, which takes less time together. */
export function checkKeys(
  all: readonly Found[],
  measure: Measure,
  hint: ProductId | null = null,
): readonly Checked[] {
  if (measure.demands.formatOnly) return all.map((found) => checkFormat(found, measure, hint))
  const texts: KeyText[] = []
  for (const { text } of all) texts.push(text)
  const verdicts = judgeByAll(texts, measure, hint)
  const checked: Checked[] = []
  for (const found of all) checked.push(checkVerdict(found, verdicts[checked.length] as Verdict, measure))
  return checked
}

function checkFormat(
  { text, from, findings, line }: Found,
  { demands, product }: Measure,
  hint: ProductId | null,
): Checked {
  const { decoding } = recognize(text, { product, hint })
  const all = [...findings, ...formFindings(formOf(decoding), demands)]
  const exitCode = worst([formatExit(decoding), ...errorCodes(all)])
  return { of: { kind: 'format', decoding }, findings: all, exitCode, from, line }
}

function checkVerdict({ from, findings, line }: Found, judged: Verdict, measure: Measure): Checked {
  const { demands } = measure
  const verdict = forgiven(judged, demands)
  const failed = requirementsFailed(verdict, measure)
  const all = failed.length === 0 ? findings : [...findings, ...failed]
  return {
    of: { kind: 'judged', verdict },
    findings: all,
    exitCode: weigh(verdict, all, demands),
    from,
    line,
  }
}

/** The harsher of two judgements of each, where there are two. */
function judgeByAll(texts: readonly KeyText[], measure: Measure, hint: ProductId | null): readonly Verdict[] {
  const judged = judgeAll(texts, optionsOf(measure)(hint))
  if (measure.alsoPlatform === null) return judged
  const also = judgeAll(texts, optionsOf(otherMeasure(measure))(hint))
  return judged.map((one, at) => {
    const other = also[at] as Verdict
    return other.exitCode > one.exitCode ? other : one
  })
}

const otherMeasure = rememberFor(
  (measure: Measure): Measure => ({
    ...measure,
    rules: { ...measure.rules, platform: measure.alsoPlatform },
  }),
)

const optionsOf = rememberFor(({ demands, now, rules, product, keyring }: Measure) =>
  remember((hint: ProductId | null): JudgeOptions => {
    const { warnWithin, critWithin } = demands
    return {
      now,
      rules,
      product,
      hint,
      keyring,
      ...(warnWithin === null ? {} : { warnWithin }),
      ...(critWithin === null ? {} : { critWithin }),
    }
  }),
)

const NONE: readonly Finding[] = []

function requirementsFailed(verdict: Verdict, { demands, rules }: Measure): readonly Finding[] {
  const { requires, revoked } = demands
  if (requires.length === 0 && revoked === null) return askedFailed(verdict, demands)
  if (verdict.kind === 'absent' && verdict.exitCode !== EXIT.done) return []
  return [
    ...revokedFinding(verdict, revoked),
    ...askedFailed(verdict, demands),
    ...unmet(requires, verdict, rules),
  ]
}

function revokedFinding(verdict: Verdict, revoked: Demands['revoked']): readonly Finding[] {
  const reason = 'key' in verdict ? revoked?.get(verdict.key.fingerprint) : undefined
  if (reason === undefined) return []
  return [
    error('key.revoked', reason === '' ? says`the key is revoked` : says`the key is revoked: ${own(reason)}`),
  ]
}

function askedFailed(verdict: Verdict, demands: Demands): readonly Finding[] {
  if (demands.form === null && demands.expectIdentity === null) return NONE
  if (!('key' in verdict)) return NONE
  const { key } = verdict
  const wanted = demands.expectIdentity
  if (wanted === null || key.identity?.value === wanted) return formFindings(key.form, demands)
  const names =
    key.identity === null ? says`the key names no identity` : says`the key is for ${key.identity.value}`
  const hint = says`an agent whose ORG_ID is not the key's identity refuses to start`
  return [
    ...formFindings(key.form, demands),
    error('key.identity-mismatch', says`${own(names)}, not for ${own(showName(wanted))}`, hint),
  ]
}

const formFindings = (form: Form | null, demands: Demands): readonly Finding[] =>
  form === null || demands.form === null || form === demands.form
    ? []
    : [error('key.form-unexpected', says`this is a key of the form ${form}; --form asks for ${demands.form}`)]

const formOf = (decoding: Decoding): Form | null => (decoding.kind === 'decoded' ? decoding.key.form : null)

function formatExit(decoding: Decoding): ExitCode {
  if (decoding.kind === 'decoded') return EXIT.done
  if (decoding.kind === 'ambiguous') return EXIT.usage
  return decoding.kind === 'absent' ? EXIT.noKey : EXIT.malformed
}

const errorCodes = (findings: readonly Finding[]): readonly ExitCode[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ code }) => CODES[code])

/** The codes of what makes a key fail, given what is asked of it. */
export const countingCodes = (findings: readonly Finding[], { failOnWarn }: Demands): readonly Code[] =>
  findings
    .filter(({ severity, code }) => severity === 'error' || (failOnWarn && mayWarn(severity, code)))
    .map(({ code }) => code)

const mayWarn = (severity: Severity, code: Code): boolean =>
  severity === 'warning' && CODES[code] >= EXIT.expiresSoon && CODES[code] <= EXIT.drift

/** A warning fails a check only when asked to, and only one that is about time or damage. */
const warningCodes = (findings: readonly Finding[]): readonly ExitCode[] =>
  findings.filter(({ severity, code }) => mayWarn(severity, code)).map(({ code }) => CODES[code])

/** Where it was allowed, that a signature could not be checked is a warning; where it was asked for, no key is none. */
function forgiven(verdict: Verdict, demands: Demands): Verdict {
  if (verdict.kind === 'absent')
    return wantsNoKey(demands.requires, PRODUCTS[verdict.product])
      ? softened(verdict, EXIT.noKey, 'note')
      : verdict
  if (!demands.allowUnverifiable || !('trust' in verdict) || verdict.trust.kind !== 'unproven') return verdict
  return softened(verdict, EXIT.unproved, 'warning')
}

function softened<V extends Exclude<Verdict, Unreadable>>(verdict: V, code: ExitCode, severity: Severity): V {
  const findings = verdict.findings.map((finding) =>
    CODES[finding.code] === code ? { ...finding, severity } : finding,
  )
  return { ...verdict, findings, exitCode: worst(errorCodes(findings)) }
}

function weigh(verdict: Verdict, also: readonly Finding[], demands: Demands): ExitCode {
  if (also.length === 0 && !demands.failOnWarn) return verdict.exitCode
  const warned = demands.failOnWarn ? warningCodes([...verdict.findings, ...also]) : []
  return worst([verdict.exitCode, ...errorCodes(also), ...warned])
}
