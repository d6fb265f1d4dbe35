import { says } from '../../model/visible.ts'
import type { Collector } from './collector.ts'
import type { Part, Tree } from './tree.ts'

/** Source: https://docs.docker.com/reference/compose-file/services/#environment */
export function readCompose(tree: Tree, collector: Collector): void {
  for (const [name, service] of tree.entries(tree.get(tree.root, 'services'))) {
    const inside = says`service ${name}`
    readEnvironment(tree, tree.get(service, 'environment'), inside, collector)
    readEnvironment(tree, tree.get(service, 'build', 'args'), says`build of service ${name}`, collector)
    const file = tree.get(service, 'env_file')
    for (const one of tree.isList(file) ? tree.items(file) : [file]) {
      const leaf = tree.leaf(one) ?? tree.leaf(tree.get(one, 'path'))
      if (leaf !== null && leaf.text !== '')
        collector.reference(leaf.offset, null, inside, says`the file ${leaf.text}: give it to lic check, too`)
    }
  }
  for (const [name, secret] of tree.entries(tree.get(tree.root, 'secrets'))) {
    const variable = tree.leaf(tree.get(secret, 'environment'))
    if (variable !== null && collector.isWanted(variable.text))
      collector.reference(variable.offset, variable.text, says`secret ${name}`, says`the environment`)
  }
}

/** `NAME: value` or a list of `NAME=value`; a name alone takes what the shell has. */
function readEnvironment(
  tree: Tree,
  environment: Part,
  inside: ReturnType<typeof says>,
  collector: Collector,
): void {
  const shell = says`the environment of the shell`
  for (const [name, value] of tree.entries(environment)) {
    if (!collector.isWanted(name)) continue
    const leaf = tree.leaf(value)
    if (value === null || (leaf?.text === '' && leaf.nothing))
      collector.reference(tree.offset(value), name, inside, shell)
    else collector.value(tree, value, name, inside, true)
  }
  for (const item of tree.items(environment)) {
    const leaf = tree.leaf(item)
    if (leaf === null) continue
    const equals = leaf.text.indexOf('=')
    const name = equals < 0 ? leaf.text : leaf.text.slice(0, equals)
    if (!collector.isWanted(name)) continue
    if (equals < 0) collector.reference(leaf.offset, name, inside, shell)
    else collector.part(leaf.offset + equals + 1, leaf.text.slice(equals + 1), name, inside, true)
  }
}
