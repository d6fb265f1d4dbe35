import type { TaskDefinitionDraft } from '../../host/aws-api.ts'
import type { KeyText } from '../../model/key-text.ts'
import { says } from '../../model/visible.ts'
import type { Sight, Tools } from '../target.ts'
import { bytewise } from './bytes.ts'
import type { Moving, PlainVariable, ServiceSight } from './sight.ts'
import type { Wiring } from './wiring.ts'

/** `axonflow-agent:3` */
export const revisionName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** `axonflow-agent` */
export const familyOf = (arn: string): string => revisionName(arn).replace(/:\d+$/, '')

/** What has to move: services with a container that holds the key as a plain value. */
export const movingOf = (
  services: readonly ServiceSight[],
  wirings: readonly Pick<Wiring, 'plain'>[],
): readonly Moving[] =>
  services.flatMap(({ service, definition }, at) => {
    const plain = wirings[at]?.plain ?? []
    if (plain.length === 0) return []
    const variables = plain.map(({ container, name }) => ({ container, name }))
    return [
      { service: service.name, from: definition.arn, variables, executionRole: definition.executionRole },
    ]
  })

/** The keys that stand in these definitions, each once, judged. */
export function plainKeys(
  moving: readonly Moving[],
  services: readonly ServiceSight[],
  { judge }: Pick<Tools, 'judge'>,
): readonly PlainKey[] {
  const found: { readonly text: KeyText; readonly services: string[] }[] = []
  for (const { service, variables } of moving) {
    const sight = services.find((one) => one.service.name === service)
    for (const { container, name } of variables) {
      const text = bytewise(valueIn(sight, container, name))
      const known = found.find((one) => one.text.equals(text))
      if (known === undefined) found.push({ text, services: [service] })
      else if (!known.services.includes(service)) known.services.push(service)
    }
  }
  return found.map(({ text, services: names }) => ({
    where: says`${names.join(', ')}`,
    verdict: judge(text),
  }))
}

const valueIn = (sight: ServiceSight | undefined, container: string, name: string): string =>
  sight?.definition.containers
    .find((one) => one.name === container)
    ?.environment.find((one) => one.name === name)?.value ?? ''

type PlainKey = Sight['elsewhere'][number]

interface Entry {
  readonly name?: unknown
}
interface Container extends Entry {
  readonly environment?: readonly Entry[]
  readonly secrets?: readonly Entry[]
}

/** The definition with each of these variables read from a secret; everything else as it is. */
export const readingSecret = (
  draft: TaskDefinitionDraft,
  variables: readonly PlainVariable[],
  valueFrom: string,
): TaskDefinitionDraft =>
  withContainers(draft, variables, (container, names) => ({
    ...container,
    environment: (container.environment ?? []).filter(({ name }) => !names.has(name)),
    secrets: [
      ...(container.secrets ?? []).filter(({ name }) => !names.has(name)),
      ...[...names].map((name) => ({ name, valueFrom })),
    ],
  }))

/** The definition with another value in each of these variables; everything else as it is. */
export const holdingValue = (
  draft: TaskDefinitionDraft,
  variables: readonly PlainVariable[],
  value: string,
): TaskDefinitionDraft =>
  withContainers(draft, variables, (container, names) => ({
    ...container,
    environment: (container.environment ?? []).map((entry) =>
      names.has(entry.name) ? { ...entry, value } : entry,
    ),
  }))

function withContainers(
  draft: TaskDefinitionDraft,
  variables: readonly PlainVariable[],
  change: (container: Container, names: ReadonlySet<unknown>) => Container,
): TaskDefinitionDraft {
  const containers = (draft.containerDefinitions ?? []) as readonly Container[]
  return {
    ...draft,
    containerDefinitions: containers.map((container) => {
      const own = variables.filter((variable) => variable.container === container.name)
      return own.length === 0 ? container : change(container, new Set(own.map(({ name }) => name)))
    }),
    ...(draft.tags === undefined ? {} : { tags: (draft.tags as readonly object[]).filter(isOurs) }),
  }
}

/** Tags that AWS gave itself, such as those of CloudFormation, cannot be given by anybody else. */
const isOurs = (tag: { readonly key?: unknown }): boolean => !String(tag.key).startsWith('aws:')

/** Whether two definitions are the same but for the order of their lists. */
export const sameDefinition = (one: TaskDefinitionDraft, other: TaskDefinitionDraft): boolean =>
  canonical(one) === canonical(other)

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? ''
  const fields = Object.entries(value).filter(([, held]) => held !== undefined && !isEmpty(held))
  return `{${fields
    .map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`)
    .sort()
    .join()}}`
}

/** ECS answers with empty lists where nothing was said. */
const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0
