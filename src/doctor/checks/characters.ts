import { error, type Finding, warning } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { found, notChecked, type Result } from '../examined.ts'
import { type Facts, type Holding, troubled, unseen } from '../facts.ts'

/** What was pasted along with the key, wherever one is, and what the key would be without. */
export function characters({ holdings }: Facts): Result {
  const filled = holdings.filter(({ text }) => text.length > 0)
  if (filled.length === 0) return notChecked(noKey)
  const findings = filled.flatMap(({ where, verdict, around, pasted }) => [
    ...(around === null ? [] : [strayed(where, around, sameWorth(verdict, around.bare))]),
    ...pasted.map((finding) => ({ ...finding, says: says`${own(where)}: ${own(finding.says)}` })),
  ])
  return found(
    says`nothing stands around the key in ${own(listed(filled.map(({ where }) => where)))}`,
    findings,
  )
}

export const noKey = unseen(says`no key was found`)

/** Without a key nothing is right, whatever else is. */
export const absent = troubled(error('key.absent', noKey.why))

const sameWorth = (one: Holding['verdict'], other: Holding['verdict']): boolean => one.kind === other.kind

function strayed(where: Shown, around: NonNullable<Holding['around']>, minds: boolean): Finding {
  const [weigh, without] = minds
    ? [warning, says`the runtime takes the key all the same; take them away before something else minds`]
    : [error, says`without, the key would be ${own(worth(around.bare))}`]
  return weigh(
    'doctor.characters',
    says`${own(where)} holds more than a key: ${own(around.says)}`,
    says`write it again without: printf %s, not echo; no quotes around it`,
    without,
  )
}

const worth = (verdict: Holding['verdict']): Shown =>
  verdict.kind === 'usable' ? says`usable` : says`${verdict.kind.replace('-', ' ')}, too`

export const listed = (all: readonly Shown[]): Shown => all.join('; ') as Shown
