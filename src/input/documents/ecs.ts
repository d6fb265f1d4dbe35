import { own, type Shown, says } from '../../model/visible.ts'
import type { Collector } from './collector.ts'
import type { Part, Tree } from './tree.ts'

/** A task definition spells its fields in two ways: AWS's API, and CloudFormation with capitals. */
const FIELDS = {
  api: { name: 'name', value: 'value', from: 'valueFrom', environment: 'environment', secrets: 'secrets' },
  template: {
    name: 'Name',
    value: 'Value',
    from: 'ValueFrom',
    environment: 'Environment',
    secrets: 'Secrets',
  },
} as const

/** Source: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export function readContainers(
  tree: Tree,
  containers: Part,
  spelling: keyof typeof FIELDS,
  definition: Shown,
  collector: Collector,
): void {
  const { name, value, from, environment, secrets } = FIELDS[spelling]
  for (const container of tree.items(containers)) {
    const inside = says`container ${tree.text(tree.get(container, name)) ?? ''} of ${own(definition)}`
    for (const one of tree.items(tree.get(container, environment))) {
      const variable = tree.text(tree.get(one, name))
      if (collector.isWanted(variable)) collector.value(tree, tree.get(one, value), variable, inside, true)
    }
    for (const one of tree.items(tree.get(container, secrets))) {
      const variable = tree.leaf(tree.get(one, name))
      if (variable === null || !collector.isWanted(variable.text)) continue
      const source = tree.get(one, from)
      const leaf = tree.leaf(source)
      const to =
        leaf === null ? says`a secret` : says`${leaf.tag ?? ''}${leaf.tag === null ? '' : ' '}${leaf.text}`
      if (leaf !== null && collector.wanted.isKey(leaf.text))
        collector.text(leaf.offset, leaf.text, variable.text, inside, true)
      else collector.reference(leaf?.offset ?? variable.offset, variable.text, inside, to)
    }
  }
}

/** A task definition by itself, or as `aws ecs describe-task-definition` prints it. */
export function readTaskDefinition(tree: Tree, collector: Collector): void {
  const wrapped = tree.get(tree.root, 'taskDefinition')
  const definition = tree.entries(wrapped).length > 0 ? wrapped : tree.root
  const family = tree.text(tree.get(definition, 'family'))
  const inside = family === null ? says`the task definition` : says`task definition ${family}`
  readContainers(tree, tree.get(definition, 'containerDefinitions'), 'api', inside, collector)
}
