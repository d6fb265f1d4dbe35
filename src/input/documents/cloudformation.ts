import { says } from '../../model/visible.ts'
import type { Collector } from './collector.ts'
import { readContainers } from './ecs.ts'
import type { Tree } from './tree.ts'

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (ECS, Lambda, Secrets Manager). */
export function readTemplate(tree: Tree, collector: Collector): void {
  for (const [name, parameter] of tree.entries(tree.get(tree.root, 'Parameters'))) {
    const leaf = tree.leaf(tree.get(parameter, 'Default'))
    if (leaf !== null && collector.wanted.isKey(leaf.text))
      collector.text(leaf.offset, leaf.text, null, says`default of parameter ${name}`, true)
  }
  for (const [name, resource] of tree.entries(tree.get(tree.root, 'Resources'))) {
    const properties = tree.get(resource, 'Properties')
    const inside = says`${tree.text(tree.get(resource, 'Type')) ?? 'resource'} ${name}`
    readContainers(tree, tree.get(properties, 'ContainerDefinitions'), 'template', inside, collector)
    for (const [variable, value] of tree.entries(tree.get(properties, 'Environment', 'Variables')))
      if (collector.isWanted(variable)) collector.value(tree, value, variable, inside, true)
    const secret = tree.leaf(tree.get(properties, 'SecretString'))
    if (secret !== null && collector.wanted.isKey(secret.text))
      collector.text(secret.offset, secret.text, null, inside, false)
  }
}
