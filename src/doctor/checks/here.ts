import { error, type Finding, warning } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { found, ok, type Result } from '../examined.ts'
import { type Facts, type Holding, isUnseen, type Looked, type NearMiss } from '../facts.ts'

/** Places that hold a key, other than the environment of this command. */
const elsewhere = ({ holdings }: Facts): readonly Holding[] =>
  holdings.filter(({ place, text }) => place !== 'environment' && text.length > 0)

/** Whether the variable is set where this command runs. That it is not is a fault only where no key is found at all. */
export function variable(facts: Facts): Result {
  const { environment, product } = facts
  const [usual] = product.variables
  const set = environment.variables.filter(({ is }) => is === 'filled')
  if (set.length > 0) {
    const here = facts.holdings.find(({ place }) => place === 'environment')
    return ok(says`$${set.map(({ name }) => name).join(', $')} is set: ${own(sizeOf(here))}`)
  }
  const empty = environment.variables.find(({ is }) => is === 'empty')
  if (empty !== undefined) return found(says``, [emptyHere(empty.name, facts)])
  const [other] = elsewhere(facts)
  if (other !== undefined)
    return ok(says`$${usual} is not set here, and need not be: ${own(other.where)} holds a key`)
  if (isPlaceNamed(facts))
    return ok(says`$${usual} is not set here, and need not be: the key is said to be elsewhere`)
  const inFiles = isUnseen(facts.dotenv) ? 0 : facts.dotenv.seen.flatMap(({ near }) => near).length
  const meant = environment.near.length + environment.misplaced.length + inFiles > 0
  return found(says``, [
    meant
      ? warning(
          'source.unset',
          says`$${usual} is not set, but a variable that is nearly called so is: see below`,
        )
      : error(
          'source.unset',
          says`$${usual} is not set, and no key was found anywhere else${own(whatThen(facts))}`,
          says`export it where the product is started: export ${usual}=...`,
          says`or say where the key is: --secret NAME on AWS, --dotenv PATH for a file of variables`,
        ),
  ])
}

/** A place that was named, or is there, though no key could be read out of it: what about it is said where it is looked at. */
const isPlaceNamed = ({ aws, dotenv: looked }: Facts): boolean =>
  !isUnseen(aws.secret) || isTroubled(aws.secret) || isTroubled(aws.caller) || isTroubled(looked)

const isTroubled = <T>(looked: Looked<T>): boolean => isUnseen(looked) && looked.trouble !== null

const sizeOf = (holding: Holding | undefined): Shown => {
  if (holding === undefined) return says`read`
  const { text, verdict } = holding
  const fingerprint = 'key' in verdict ? verdict.key.fingerprint : null
  return fingerprint === null ? says`${text.length} bytes` : says`${text.length} bytes, ${fingerprint}`
}

const whatThen = ({ product: { name, tierWithoutKey: tier } }: Facts): Shown =>
  tier === null ? says`` : says`: ${name} runs as ${tier}`

function emptyHere(name: string, facts: Facts): Finding {
  const [other] = elsewhere(facts)
  const what = says`$${name} is set, and empty${own(whatThen(facts))}`
  if (other === undefined)
    return error(
      'source.empty',
      what,
      says`give it the key, or look why it is empty: often a missing secret of CI`,
    )
  return error(
    'source.empty',
    says`$${name} is set, and empty, and Docker Compose started here prefers that to ${own(other.where)}${own(whatThen(facts))}`,
    says`take it away: unset ${name}`,
  )
}

/** Variables that look as if they were meant to be the one that the product reads. */
export function spelling({ environment, product, holdings }: Facts): Result {
  const [usual] = product.variables
  const there = holdings.some(({ text }) => text.length > 0)
  const weigh = there ? warning : error
  return found(says`no other variable is nearly called ${usual}`, [
    ...environment.near.map((near) => misspelt(near, usual, weigh)),
    ...environment.misplaced.map(({ name, product: other }) =>
      weigh(
        'doctor.other-variable',
        says`$${name} holds a key of ${product.name}, which reads ${usual}; ${name} is ${other}'s`,
        says`move it: export ${usual}="$${name}"; unset ${name}`,
        says`where it is ${other}'s after all, name the product with --product`,
      ),
    ),
  ])
}

export const misspelt = (
  { name, how, where }: NearMiss,
  usual: string,
  weigh: typeof error | typeof warning,
): Finding =>
  weigh(
    'doctor.variable-name',
    says`${own(where)} sets ${own(name)}, which is ${usual} ${own(how)}: the product does not read it`,
    says`set ${usual} instead, and unset the other`,
  )
