import type { ContainerFacts } from '../../host/aws-api.ts'
import { error, type Finding, warning } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'
import type { ServiceSight } from './sight.ts'
import { misdirected } from './source-of-variable.ts'
import { readValueFrom, sameSecret } from './value-from.ts'

/** A variable with a key in the task definition itself; the value is raw. */
interface Plain {
  readonly container: string
  readonly name: string
  readonly value: string
}

/** A variable that is read from this secret, though perhaps from another version of it. */
export interface Wired {
  readonly service: string
  readonly container: string
  readonly variable: string
  /** the JSON field that the tasks read; null: the whole secret */
  readonly field: string | null
}

export interface Wiring {
  readonly wired: readonly Wired[]
  readonly plain: readonly Plain[]
  readonly refusals: readonly Finding[]
  readonly warnings: readonly Finding[]
}

type Product = Pick<Licensed, 'variables' | 'wiring'>

/** Whether new tasks of a service would read the license from this secret's AWSCURRENT; each way they would not is named. */
export function wiringOf(sight: ServiceSight, secretArn: string, product: Product): Wiring {
  const wired: Wired[] = []
  const plain: Plain[] = []
  const refusals: Finding[] = []
  const { variables } = product
  const named = ({ name }: { readonly name: string }) => variables.some((variable) => variable === name)
  const service = sight.service.name
  for (const container of sight.definition.containers) {
    const where = `${service}, container ${container.name}`
    for (const { name, value } of container.environment.filter(named)) {
      plain.push({ container: container.name, name, value })
      refusals.push(
        error(
          'wiring.plain-value',
          says`service ${where} has ${name} as a plain value in its task definition: it would not see the new key`,
          says`have a new revision made that reads it from the secret: --via task-definition`,
          says`or move it by hand from "environment" to "secrets" with valueFrom ${secretArn}`,
        ),
      )
    }
    for (const { name, valueFrom } of container.secrets.filter(named)) {
      refusals.push(...misdirected(where, name, valueFrom, secretArn))
      const source = readValueFrom(valueFrom)
      if (source.kind === 'secret' && sameSecret(source.arn, secretArn))
        wired.push({ service, container: container.name, variable: name, field: source.field })
    }
  }
  if (wired.length === 0 && refusals.length === 0) refusals.push(unwired(sight, variables[0]))
  return { wired, plain, refusals, warnings: wired.length === 0 ? [] : [...doubts(sight, wired, product)] }
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

/** What cannot be seen from here, where one container at least reads the secret. */
function* doubts(sight: ServiceSight, wired: readonly Wired[], product: Product): Generator<Finding> {
  const service = sight.service.name
  const { containers } = sight.definition
  const [variable] = product.variables
  const reading = containers.filter(({ name }) => wired.some(({ container }) => container === name))
  for (const { name, environmentFiles } of reading.filter((one) => one.environmentFiles.length > 0))
    yield warning(
      'wiring.environment-file-too',
      says`service ${service}, container ${name} also loads environment files (${environmentFiles.join(', ')}): if one of them sets ${variable}, the old key may win`,
      says`look that none of them names ${variable}`,
    )
  const images = new Set(reading.map(({ image }) => repositoryOf(image)))
  const identity = product.wiring?.identityVariable ?? null
  const silent = containers.filter((one) => !namesOne(one, product.variables))
  for (const { name } of silent.filter(
    (one) => images.has(repositoryOf(one.image)) || (identity !== null && identityIn(one, identity) !== null),
  ))
    yield warning(
      'wiring.some-containers',
      says`service ${service}, container ${name} looks like the licensed runtime, and does not name ${variable}: it runs without a key`,
      says`if it needs one, name ${variable} under its "secrets", too`,
    )
}

const namesOne = ({ secrets, environment }: ContainerFacts, variables: readonly string[]): boolean =>
  [...secrets, ...environment].some(({ name }) => variables.includes(name))

/** An image without its tag and digest. */
const repositoryOf = (image: string): string => image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')

/** The identity a container would compare the key with, where it is written down in the task definition. */
export const identityIn = (container: ContainerFacts, variable: string): string | null =>
  container.environment.find(({ name }) => name === variable)?.value ?? null
