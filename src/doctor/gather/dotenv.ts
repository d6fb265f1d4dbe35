import { Buffer } from 'node:buffer'
import { dirname, join } from 'node:path'
import { parse } from 'dotenv'
import type { Host } from '../../host/host.ts'
import { showPath } from '../../input/may-show.ts'
import { LICENSE_VARIABLES } from '../../input/product-variables.ts'
import { exposedFindings, FILE_TROUBLE, isFileTrouble } from '../../input/read-source.ts'
import { error, type Finding } from '../../model/finding.ts'
import { KeyText } from '../../model/key-text.ts'
import { own, says } from '../../model/visible.ts'
import { assignments } from '../../targets/env-file/assignments.ts'
import { valueIn } from '../../targets/env-file/perform/edit.ts'
import { type DotenvFacts, type Holding, type Looked, troubled, unseen } from '../facts.ts'
import { nearMisses } from './environment.ts'
import { hold, type Tools } from './tools.ts'

const LARGEST = 1 << 20
const BOM = /^\xef\xbb\xbf/

/** A file of variables as it was read. */
export interface VariablesFile {
  readonly path: string
  readonly exposed: boolean
  /** null: it could not be read */
  readonly file: KeyText | null
  readonly names: readonly { readonly name: string; readonly line: number }[]
  /** what it sets besides licenses, by name */
  readonly others: ReadonlyMap<string, string>
  readonly trouble: Finding | null
}

/**
 * The files that Docker Compose fills its own file in with, started here: `COMPOSE_ENV_FILES`, else the one beside the
 * Compose file. Source: https://docs.docker.com/compose/how-tos/environment-variables/envvars/
 */
export const variablesFiles = ({ env }: Pick<Host, 'env'>, named: string | null): readonly string[] => {
  if (named !== null) return [named]
  const several = (env.COMPOSE_ENV_FILES ?? '').split(',').filter((path) => path !== '')
  return several.length > 0 ? several : [join(folderOf(env), '.env')]
}

const folderOf = (env: Host['env']): string => {
  const [first] = composeFilesIn(env)
  return first === undefined ? '' : dirname(first)
}

/** `COMPOSE_FILE`, parted as `COMPOSE_PATH_SEPARATOR` says. */
export const composeFilesIn = (env: Host['env']): readonly string[] =>
  (env.COMPOSE_FILE ?? '').split(env.COMPOSE_PATH_SEPARATOR || ':').filter((path) => path !== '')

/** Null: there is no such file. */
export async function readVariablesFile(path: string, { files }: Host): Promise<VariablesFile | null> {
  const nothing = { path, exposed: false, file: null, names: [], others: new Map<string, string>() }
  try {
    const { bytes, exposed } = await files.read(path, LARGEST)
    if (bytes.length > LARGEST || bytes.includes(0)) return { ...nothing, exposed, trouble: strange(path) }
    const text = Buffer.from(bytes).toString('latin1').replace(BOM, '')
    const names = assignments(text).map(({ name, line }) => ({ name, line }))
    const set = parse(Buffer.from(text, 'latin1').toString('utf8'))
    const others = new Map(Object.entries(set).filter(([name]) => !LICENSE_VARIABLES.includes(name)))
    return { path, exposed, file: new KeyText(text), names, others, trouble: null }
  } catch (thrown) {
    if (!isFileTrouble(thrown)) throw thrown
    if (thrown.reason === 'missing') return null
    const [why, next] = FILE_TROUBLE[thrown.reason]
    return {
      ...nothing,
      trouble: error('source.unreadable', says`cannot read ${own(showPath(path))}: ${own(why)}`, next),
    }
  }
}

const strange = (path: string): Finding =>
  error(
    'source.encoding',
    says`${own(showPath(path))} is no text in UTF-8: Compose cannot read it`,
    says`save it as UTF-8; in PowerShell: Set-Content -Encoding ascii`,
  )

/** What files of variables say of the license. */
export function lookAtDotenv(
  tools: Tools,
  read: readonly (VariablesFile | null)[],
  wanted: { readonly paths: readonly string[]; readonly named: boolean },
): { readonly facts: Looked<readonly DotenvFacts[]>; readonly holdings: readonly Holding[] } {
  const { product } = tools
  const files = read.filter((file) => file !== null)
  if (files.length === 0) {
    const none = says`there is no ${own(showPath(wanted.paths.join(', ')))}`
    const hint = says`name the file that Compose reads: --dotenv PATH`
    const facts = wanted.named ? troubled(error('source.unreadable', none, hint)) : unseen(none, hint)
    return { facts, holdings: [] }
  }
  const facts = files.map(({ path, exposed, names, trouble }): DotenvFacts => {
    const shown = showPath(path)
    const ours = names.filter(({ name }) => product.variables.includes(name))
    return {
      path: shown,
      lines: ours.map(({ line }) => line),
      near: names.flatMap(({ name, line }) =>
        nearMisses([name], product, says`${own(shown)}, line ${line},`),
      ),
      findings: [
        ...(trouble === null ? [] : [trouble]),
        ...(ours.length > 0 ? exposedFindings(exposed, says`file ${own(shown)}`) : []),
      ],
    }
  })
  return { facts: { seen: facts }, holdings: files.flatMap((file) => held(file, tools)) }
}

const held = ({ file, path }: VariablesFile, tools: Tools): readonly Holding[] =>
  tools.product.variables.flatMap((name) => {
    const value = file === null ? null : valueIn(file, name)
    return value === null ? [] : [hold(tools, 'dotenv', says`${name} in ${own(showPath(path))}`, value)]
  })
