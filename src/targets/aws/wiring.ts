import type { ContainerFacts } from '../../host/aws-api.ts'
import { error, type Finding } from '../../model/finding.ts'
import { own, says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'
import type { ServiceSight } from './sight.ts'
import { readValueFrom, sameSecret } from './value-from.ts'

interface Wired {
  /** the JSON field that the tasks read; null: the whole secret */
  readonly field: string | null
}

/** Whether new tasks of a service would read the license from this secret's AWSCURRENT; each way they would not is named. */
export function wiringOf(
  sight: ServiceSight,
  secretArn: string,
  { variables }: Pick<Licensed, 'variables'>,
): { readonly wired: readonly Wired[]; readonly refusals: readonly Finding[] } {
  const wired: Wired[] = []
  const refusals: Finding[] = []
  const named = (name: string) => variables.some((variable) => variable === name)
  for (const container of sight.definition.containers) {
    const where = `${sight.service.name}, container ${container.name}`
    for (const { name } of container.environment.filter((entry) => named(entry.name)))
      refusals.push(
        error(
          'wiring.plain-value',
          says`service ${where} has ${name} as a plain value in its task definition: it would not see the new key`,
          says`move it from "environment" to "secrets" with valueFrom ${secretArn}`,
        ),
      )
    for (const { name, valueFrom } of container.secrets.filter((entry) => named(entry.name))) {
      const read = readOne(where, name, valueFrom, secretArn)
      if ('code' in read) refusals.push(read)
      else wired.push(read)
    }
  }
  if (wired.length === 0 && refusals.length === 0) refusals.push(unwired(sight, variables[0]))
  return { wired, refusals }
}

function readOne(where: string, name: string, valueFrom: string, secretArn: string): Wired | Finding {
  const head = own(says`service ${where} reads ${name} from`)
  const mend = says`set its valueFrom to ${secretArn}`
  const source = readValueFrom(valueFrom)
  if (source.kind === 'parameter')
    return error(
      'wiring.parameter',
      says`${head} the SSM parameter ${source.name}, not from this secret: only a full ARN names a secret`,
      mend,
    )
  if (source.kind === 'unreadable')
    return error('wiring.not-an-arn', says`${head} something that is no secret: ${valueFrom}`, mend)
  const [, , , region] = secretArn.split(':')
  if (source.region !== region)
    return error('wiring.other-region', says`${head} a secret in ${source.region}: ${source.arn}`, mend)
  if (!sameSecret(source.arn, secretArn))
    return error(
      'wiring.other-secret',
      says`${head} another secret: ${source.arn}`,
      says`rotate that one with --secret, or set the valueFrom to ${secretArn}`,
    )
  if (source.version !== null)
    return error(
      'wiring.pinned-version',
      says`${head} version ${source.version} of this secret, whatever is current`,
      says`drop the version from its valueFrom`,
    )
  if (source.stage !== null && source.stage !== 'AWSCURRENT')
    return error(
      'wiring.other-stage',
      says`${head} the version labelled ${source.stage}, not AWSCURRENT`,
      says`drop the stage from its valueFrom`,
    )
  return { field: source.field }
}

function unwired({ service, definition }: ServiceSight, variable: string): Finding {
  const files = definition.containers.some(({ environmentFiles }) => environmentFiles.length > 0)
  return files
    ? error(
        'wiring.environment-file',
        says`service ${service.name} names ${variable} nowhere, but loads environment files: a key in one would not change`,
        says`name ${variable} under "secrets" instead`,
      )
    : error(
        'wiring.no-variable',
        says`no container of service ${service.name} names ${variable}: its tasks would not see the new key`,
        says`add it under "secrets", or leave the service out`,
      )
}

/** The identity a container would compare the key with, where it is written down in the task definition. */
export const identityIn = (container: ContainerFacts, variable: string): string | null =>
  container.environment.find(({ name }) => name === variable)?.value ?? null
