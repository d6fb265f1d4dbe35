import type { Code } from '../model/codes.ts'
import type { Consent, ConsentName } from '../model/consent.ts'
import { type Finding, warning } from '../model/finding.ts'
import type { GivenConsent } from '../model/plan.ts'
import { own, says } from '../model/visible.ts'

/** Which consent opens which refusal. What does not stand here has no way in. */
const OPENED_BY: Readonly<Partial<Record<Code, ConsentName>>> = {
  'rotation.lower-tier': 'downgrade',
  'rotation.fewer-limits': 'downgrade',
  'rotation.sooner-expiry': 'sooner-expiry',
  'rotation.other-identity': 'other-identity',
  'rotation.over-limit': 'over-limit',
  'rotation.expired': 'expired',
  'rotation.unverifiable': 'unverifiable',
}

interface Settled {
  /** those that were not allowed, each with the consent that would open it */
  readonly refusals: readonly Finding[]
  /** those that were, with the reason */
  readonly allowed: readonly Finding[]
  readonly consents: readonly GivenConsent[]
}

/** Weighs refusals against what was allowed. */
export function settle(found: readonly Finding[], consents: readonly Consent[]): Settled {
  const consentTo = ({ code }: Finding) => consents.find(({ to }) => to === OPENED_BY[code])
  return {
    refusals: found.filter((each) => consentTo(each) === undefined).map(withWayIn),
    allowed: found.flatMap((each) => {
      const consent = consentTo(each)
      return consent === undefined ? [] : [allowedBy(consent, each)]
    }),
    consents: consents.map((consent) => ({
      ...consent,
      needed: found.some((each) => consentTo(each) === consent),
    })),
  }
}

const withWayIn = (refusal: Finding): Finding => {
  const consent = OPENED_BY[refusal.code]
  if (consent === undefined) return refusal
  return {
    ...refusal,
    hints: [...refusal.hints, says`if that is meant, add: --allow ${consent} --reason 'WHY'`],
  }
}

const allowedBy = ({ to, reason }: Consent, { code, says: what }: Finding): Finding =>
  warning(code, says`${own(what)}; allowed with --allow ${to}: ${own(reason)}`)

/** A consent that nothing called for does no harm, but somebody expected something else. */
export const notNeeded = (consents: readonly GivenConsent[]): readonly Finding[] =>
  consents
    .filter(({ needed }) => !needed)
    .map(({ to }) =>
      warning('rotation.consent-not-needed', says`--allow ${to} was not needed: nothing here calls for it`),
    )
