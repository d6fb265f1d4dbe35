import { error } from '../../model/finding.ts'
import { MINUTE, toIso } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { found, notChecked, ok, type Result, weighed } from '../examined.ts'
import { type Facts, isUnseen, unseen } from '../facts.ts'

/** What else the product reads, and what that does to its license. */
export const beside = (facts: Facts): Result =>
  weighed(facts.beside, (variables) => {
    if (variables.length === 0) return ok(says`${facts.product.name} reads nothing else`)
    const told = variables.map(({ name, where, means }) =>
      where === null ? says`${name} is not set` : says`${name} is set in ${own(where)} (${own(means)})`,
    )
    return found(
      told.join('; ') as Shown,
      variables.flatMap(({ finding }) => (finding === null ? [] : [finding])),
    )
  })

/** Who is trusted to have signed the key, and where that was said. */
export const trust = (facts: Facts): Result => {
  if (!facts.provable) return ok(says`nothing can be checked outside ${facts.product.name}'s own service`)
  return weighed(facts.trust, (anchors) => {
    if (anchors.length > 0)
      return found(
        anchors
          .map(({ name, id, origin, from }) => says`${name} ${id}, ${origin}: ${from}`)
          .join('; ') as Shown,
        anchors.flatMap(({ findings = [] }) => findings),
      )
    const variable_ = facts.anchorVariable
    return found(says``, [
      error(
        'key.no-anchor',
        variable_ === null
          ? says`no public key is given that could verify a license of ${facts.product.name}`
          : says`$${variable_} is not set, and no public key is given: nothing verifies the license`,
        says`it comes with the license: ${variable_ === null ? '--public-key SOURCE' : `export ${variable_}="$(cat issuer.pem)", or --public-key SOURCE`}`,
      ),
    ])
  })
}

const TOLERANCE = 5 * MINUTE

/** This machine's clock against those of servers. */
export function clock({ clock: samples }: Facts): Result {
  if (samples.length === 0)
    return notChecked(
      unseen(
        says`no server was asked for its own time`,
        says`name one: --health-url URL, or a deployment on AWS`,
      ),
    )
  const off = samples.filter(({ theirs, ours }) => Math.abs(theirs - ours) > TOLERANCE)
  const words = samples.map(({ from, theirs }) => says`${own(from)} says ${toIso(theirs)}`)
  return found(
    words.join('; ') as Shown,
    off.map(({ from, theirs, ours }) =>
      error(
        'doctor.clock',
        says`this machine says ${toIso(ours)}, and ${own(from)} ${toIso(theirs)}: one of the clocks is wrong`,
        says`set it by the network: timedatectl set-ntp true`,
      ),
    ),
  )
}

/** What a running product says of its license. */
export const health = (facts: Facts): Result =>
  weighed(facts.health, (answers) =>
    found(
      answers.map(({ url, says: told }) => says`${url}: ${own(told)}`).join('; ') as Shown,
      answers.flatMap(({ findings }) => findings),
    ),
  )

/** Who AWS takes us for. */
export function aws({ aws: seen }: Facts): Result {
  const { caller, warnings } = seen
  if (isUnseen(caller)) return notChecked(caller)
  return found(caller.seen, warnings)
}

export const settings = ({ settings: all }: Facts): Result =>
  ok(
    all.length === 0
      ? says`all as they are by default`
      : (all
          .map(
            ({ setting, value, from }) =>
              says`${setting}${value === null ? '' : ` ${value}`} by ${own(from)}`,
          )
          .join('; ') as Shown),
  )
