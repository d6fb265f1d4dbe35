import { showPath } from '../../input/may-show.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { type BesideFacts, type Holding, type IdentityFact, type Looked, unseen } from '../facts.ts'
import type { VariablesFile } from './dotenv.ts'
import type { Tools } from './tools.ts'

const HERE = says`this environment`

/** A variable that is no license, as a product that is started here would get it: what is exported wins. */
function lookUp(
  name: string,
  { host }: Pick<Tools, 'host'>,
  files: readonly VariablesFile[],
): { readonly value: string; readonly where: Shown } | null {
  const here = host.env[name]
  if (here !== undefined) return { value: here, where: HERE }
  for (const { path, others } of files) {
    const value = others.get(name)
    if (value !== undefined) return { value, where: showPath(path) }
  }
  return null
}

/** What else the product reads, where it is started from here. */
export function lookBeside(
  tools: Tools,
  files: readonly VariablesFile[],
  holdings: readonly Holding[],
): Looked<readonly BesideFacts[]> {
  const { beside } = tools.product.published
  const local = holdings.some(({ place }) => place === 'environment' || place === 'dotenv')
  if (beside.length > 0 && !local)
    return unseen(
      says`no license is set here, so nothing tells what the product is started with`,
      says`run lic where the product is started, or name its file of variables: --dotenv PATH`,
    )
  return {
    seen: beside.map(({ name, says: means, weigh }) => {
      const found = lookUp(name, tools, files)
      return { name, means, where: found?.where ?? null, finding: weigh(found?.value) }
    }),
  }
}

/** Whom the runtime takes itself to be, where it is started from here. */
export function identitiesHere(
  name: string,
  tools: Pick<Tools, 'host'>,
  files: readonly VariablesFile[],
): readonly IdentityFact[] {
  const found = lookUp(name, tools, files)
  return found === null || found.value === ''
    ? []
    : [{ where: says`${name} in ${own(found.where)}`, value: found.value }]
}
