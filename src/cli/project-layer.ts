import type { Options } from '../commands/command.ts'
import type { Host } from '../host/host.ts'
import { findProjectFile } from '../input/find-project-file.ts'
import type { Deployment, ProjectFile } from '../input/project-file.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says, visible } from '../model/visible.ts'

/** What the project file says, as options; flags go before it. */
export interface ProjectLayer {
  readonly options: Options
  /** requirements: they hold beside those of the command line */
  readonly added: Options
  /** by whose rules a key must be good, too */
  readonly platform: string | null
  /** `lic.config.json, deployments.production` */
  readonly from: Shown
}

/** What `check` asks of every key. Null where there is no project file. */
export async function demandsLayer(host: Host): Promise<ProjectLayer | null> {
  const file = await findProjectFile(host)
  if (file === null) return null
  const { require, platform, ...options } = file.check
  return { options: said(options), added: { require }, platform, from: checkOf(file) }
}

/** When `diff` fails: as `check` does. Null where there is no project file. */
export async function failingLayer(host: Host): Promise<ProjectLayer | null> {
  const file = await findProjectFile(host)
  if (file === null) return null
  return { options: said({ failOn: file.check.failOn }), added: {}, platform: null, from: checkOf(file) }
}

const checkOf = (file: ProjectFile): Shown => says`${own(file.path)}, check`

/** The deployment of that name. @throws LicError project.no-deployment */
export async function deploymentLayer(name: string, host: Host): Promise<ProjectLayer> {
  const file = await findProjectFile(host)
  const found = file?.deployments.get(name)
  if (!file || !found) throw noDeployment(file)
  const { identity, services, secret, field, cluster, region } = found
  const options = said({ cluster, region, expectIdentity: identity, secret: secretOf(secret, field) })
  return {
    options: services.length === 0 ? options : { ...options, service: services },
    added: {},
    platform: null,
    from: says`${own(file.path)}, deployments.${name}`,
  }
}

const secretOf = (secret: Deployment['secret'], field: Deployment['field']): string | null =>
  secret === null || field === null ? secret : `${secret}#${field}`

const said = (options: Readonly<Record<string, string | null>>): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))

/** The name that was typed is not repeated: it may be a key. */
function noDeployment(file: ProjectFile | null): LicError {
  if (file === null)
    return new LicError(
      'project.no-deployment',
      says`--deployment names a deployment of lic.config.json, and there is none here or above, up to the root of the repository`,
      says`run lic where the file is, or propose one: lic init`,
    )
  const names = [...file.deployments.keys()].join(', ')
  return new LicError(
    'project.no-deployment',
    says`${own(file.path)} has no deployment of that name`,
    names === '' ? says`it has none at all` : says`the deployments there are: ${own(visible(names))}`,
  )
}
