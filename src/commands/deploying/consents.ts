import { isKeyLike } from '../../input/may-show.ts'
import { CONSENTS, type Consent, type ConsentName } from '../../model/consent.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { Options } from '../command.ts'
import type { Flags } from '../flags.ts'

export function addConsentOptions(flags: Flags): void {
  flags
    .option('--allow <consent>', 'go on in spite of this one refusal, repeatable; each needs its --reason', {
      repeatable: true,
      choices: CONSENTS,
    })
    .option(
      '--reason <text>',
      'why that is right, for the report, repeatable: the first for the first --allow',
      {
        repeatable: true,
      },
    )
}

/** What is allowed, and why: the n-th reason belongs to the n-th consent. */
export function readConsents(options: Options): readonly Consent[] {
  const allowed = list(options.allow)
  const reasons = list(options.reason).map((reason) => reason.trim())
  const twice = allowed.find((name, at) => allowed.indexOf(name) !== at)
  if (twice !== undefined)
    throw new LicError(
      'usage.option',
      says`--allow ${twice} is given twice`,
      says`once is enough, with one --reason`,
    )
  const bare = allowed.find((_name, at) => (reasons[at] ?? '') === '')
  if (bare !== undefined)
    throw new LicError(
      'usage.option',
      says`--allow ${bare} has no reason`,
      says`say why, for those who read the report: --allow ${bare} --reason 'WHY'`,
    )
  if (reasons.length > allowed.length)
    throw new LicError(
      'usage.option',
      says`there are more reasons (${reasons.length}) than consents (${allowed.length})`,
      says`each --reason belongs to one --allow: --allow sooner-expiry --reason 'WHY'`,
    )
  if (reasons.some(isKeyLike))
    throw new LicError(
      'usage.option',
      says`a --reason holds what looks like a key`,
      says`reasons are printed and kept: write it without the key`,
    )
  return allowed.map((to, at) => ({ to: to as ConsentName, reason: says`${reasons[at] ?? ''}` }))
}

const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])
