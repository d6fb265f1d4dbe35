import { holdsKey, showName } from '../../input/may-show.ts'
import { error, type Finding, note } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { own, type Shown, says, visible } from '../../model/visible.ts'
import { found, notChecked, ok, type Result } from '../examined.ts'
import { type Facts, type Holding, type IdentityFact, unseen } from '../facts.ts'
import { absent, noKey } from './characters.ts'

/** The key that the product's process would read, as near to it as was looked. */
export const nearestOf = ({ holdings }: Facts): Holding | null =>
  holdings.find(({ text }) => text.length > 0) ?? null

/** What the product's own runtime says of it. */
export function key(facts: Facts): Result {
  const nearest = nearestOf(facts)
  if (nearest === null) return notChecked(absent)
  const { verdict, where } = nearest
  const others = facts.holdings.filter(({ text }) => text.length > 0 && !text.equals(nearest.text))
  const findings = [
    ...verdict.findings
      .filter(({ code }) => !code.startsWith('anchor.'))
      .map((finding) => inPlace(where, finding)),
    ...others.map((other) => differs(nearest, other)),
  ]
  const judged = found(says`${own(where)}: ${own(summary(verdict))}`, findings)
  return isUndecided(verdict) ? { ...judged, state: 'not-checked' } : judged
}

/** Nobody could say who made it, and nothing else is wrong. */
const isUndecided = (verdict: Holding['verdict']): boolean =>
  verdict.kind === 'unproved' &&
  verdict.findings.every((finding) => finding.severity !== 'error' || finding === verdict.trust.why)

const inPlace = (where: Shown, finding: Finding): Finding => ({
  ...finding,
  says: says`${own(where)}: ${own(finding.says)}`,
})

/** The shell of who looks often has the old key; only what the product reads is at fault. */
const differs = (nearest: Holding, other: Holding): Finding =>
  note(
    'doctor.other-key',
    says`${own(other.where)} holds another key than ${own(nearest.where)}: ${own(summary(other.verdict))}`,
  )

export function summary(verdict: Holding['verdict']): Shown {
  if (!('key' in verdict)) return verdict.kind === 'absent' ? says`no key` : says`unreadable`
  const { tier, identity, expires, fingerprint } = verdict.key
  const whose = identity === null ? says`` : says` for ${identity.value}`
  const until = expires === null ? says`` : says`, expires ${toIso(expires)}`
  return says`${verdict.kind.replace('-', ' ')}, ${tier ?? 'no tier'}${own(whose)}${own(until)}, ${fingerprint}`
}

/** Whom the key names, against whom the runtime takes itself to be. */
export function identity(facts: Facts): Result {
  const { identities, identityVariable, product } = facts
  if (identities === null) return ok(says`${product.name} compares the key with nobody's name`)
  const nearest = nearestOf(facts)
  const named = nearest !== null && 'key' in nearest.verdict ? nearest.verdict.key.identity : null
  if (nearest === null || named === null)
    return notChecked(unseen(nearest === null ? noKey.why : says`the key names nobody`))
  if (identities.length === 0)
    return notChecked(
      unseen(
        says`nothing here says which ${identityVariable ?? 'identity'} the product is started with; the key names ${named.value}`,
        says`compare them, or say it: --expect-identity ID`,
      ),
    )
  return found(
    says`the key names ${named.value}, the same as ${own(identities.map(({ where }) => where).join('; ') as Shown)}`,
    identities
      .filter(({ value }) => value !== named.value)
      .map((other) => another(named.value, other, identityVariable)),
  )
}

const showIdentity = (value: string): Shown => (holdsKey(value) ? showName(value) : visible(value))

function another(named: string, { where, value, expected }: IdentityFact, variable: string | null): Finding {
  const shown = own(showIdentity(value))
  const asked =
    variable === null
      ? says`name the right one, or ask for a key for ${shown}`
      : says`set ${variable} to the identity of the key, or ask for a key for ${shown}`
  return expected === true
    ? error('key.identity-mismatch', says`the key names ${named}, and ${own(where)} expects ${shown}`, asked)
    : error(
        'wiring.identity',
        says`the key names ${named}, and ${own(where)} is ${shown}: the product refuses to start`,
        asked,
      )
}
