import { error, type Finding, note, warning } from '../../model/finding.ts'
import { own, says } from '../../model/visible.ts'
import { found, notChecked, type Result } from '../examined.ts'
import { type Facts, type Holding, isUnseen } from '../facts.ts'
import { listed } from './characters.ts'
import { misspelt } from './here.ts'

/** The file of variables that Compose fills its file in with. */
export function dotenv(facts: Facts): Result {
  const { dotenv: looked, product, holdings } = facts
  if (isUnseen(looked)) return notChecked(looked)
  const [usual] = product.variables
  const found_ = looked.seen.flatMap((file) => [
    ...file.findings,
    ...file.near.map((near) => misspelt(near, usual, file.lines.length > 0 ? warning : error)),
    ...(file.lines.length > 1
      ? [
          warning(
            'file.variable-twice',
            says`${own(file.path)} sets ${usual} ${file.lines.length} times, in lines ${file.lines.join(', ')}: readers differ in which one counts`,
            says`take out all but one`,
          ),
        ]
      : []),
  ])
  const told = looked.seen.map(({ path, lines: [line] }) =>
    line === undefined
      ? says`${own(path)} does not set ${usual}`
      : says`${own(path)} sets ${usual} in line ${line}`,
  )
  return found(listed(told), [...found_, ...shellWins(holdings, usual)])
}

function shellWins(holdings: readonly Holding[], usual: string): readonly Finding[] {
  const here = holdings.find(({ place, text }) => place === 'environment' && text.length > 0)
  const file = holdings.find(({ place }) => place === 'dotenv')
  if (here === undefined || file === undefined) return []
  if (here.text.equals(file.text))
    return [note('file.shell-wins', says`this environment holds the same key, and Compose prefers it`)]
  return [
    warning(
      'doctor.shell-wins',
      says`$${usual} in this environment is another key than ${own(file.where)}, and Compose started here takes that of the environment`,
      says`where the file is right: unset ${usual}; then docker compose up -d`,
    ),
  ]
}
