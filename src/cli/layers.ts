import type { Options, Origin, Uses } from '../commands/command.ts'
import type { Host } from '../host/host.ts'
import { showName } from '../input/may-show.ts'
import { type Shown, says } from '../model/visible.ts'
import type { FlagList, FlagOption } from './flag-list.ts'
import { camel } from './parse.ts'
import type { ProjectLayer } from './project-layer.ts'

export interface Layered {
  readonly options: Options
  /** the project file's: a key must be good by its rules, too */
  readonly alsoPlatform: string | null
  /** of every setting that is not as without any */
  readonly origins: readonly Origin[]
}

/** Flags before the environment, the environment before the project file; each value with where it came from. */
export async function layered(
  flags: FlagList,
  given: Options,
  uses: readonly Uses[],
  host: Host,
): Promise<Layered> {
  const layer = await projectLayer(given, uses, host)
  const own = flags.options.filter(({ takesValue }) => takesValue)
  const options: Record<string, unknown> = { ...given }
  const origins: Origin[] = []
  for (const option of own) {
    const name = camel(option.name)
    const flag = given[name]
    const variable = VARIABLES[name]
    const [file, more] = [layer?.options[name], layer?.added[name]]
    if (flag !== undefined) origins.push(origin(option, flag, says`--${option.name}`))
    else if (variable !== undefined && host.env[variable] !== undefined)
      origins.push(origin(option, host.env[variable], says`${variable}`))
    else if (file !== undefined) {
      options[name] = file
      origins.push(origin(option, file, layer?.from ?? says``))
    }
    if (Array.isArray(more) && more.length > 0) {
      options[name] = [...(Array.isArray(flag) ? flag : []), ...more]
      origins.push(origin(option, more, layer?.from ?? says``))
    }
  }
  return { options, origins, alsoPlatform: layer?.platform ?? null }
}

/** What each variable stands in for. */
const VARIABLES: Readonly<Record<string, string>> = {
  platform: 'LIC_PLATFORM',
  pin: 'LIC_PIN',
  publicKey: 'LIC_PUBLIC_KEY',
}

/** Read only where it is heeded: a broken file is no reason to stop what does not ask it. */
async function projectLayer(given: Options, uses: readonly Uses[], host: Host): Promise<ProjectLayer | null> {
  const { deployment, formatOnly } = given
  if (uses.includes('deployment') && typeof deployment === 'string')
    return (await import('./project-layer.ts')).deploymentLayer(deployment, host)
  if (uses.includes('demands') && formatOnly !== true)
    return (await import('./project-layer.ts')).demandsLayer(host)
  if (uses.includes('failing')) return (await import('./project-layer.ts')).failingLayer(host)
  return null
}

const origin = ({ name, how }: FlagOption, value: unknown, from: Shown): Origin => ({
  setting: name,
  value: how.unshown ? null : says`${shown(value)}`,
  from,
})

const shown = (value: unknown): string =>
  (Array.isArray(value) ? value : [value]).map((each) => showName(String(each))).join(', ')
