import { says } from '../../model/visible.ts'
import { readTemplate } from './cloudformation.ts'
import { Collector } from './collector.ts'
import { readCompose } from './compose.ts'
import { readTaskDefinition } from './ecs.ts'
import { formOf } from './form.ts'
import type { Found, Reading, Wanted } from './found.ts'
import { readKubernetes } from './kubernetes.ts'
import { lineOf } from './line-of.ts'
import { sweep } from './sweep.ts'
import { readTrees, TooMuch, type Tree } from './tree.ts'
import { readVariables } from './variables.ts'

/**
 * Finds the keys in a file for people and machines: where they stand, and what stands in their place. Never throws.
 *
 * @param name null for standard input
 */
export function readDocument(name: string | null, text: string, wanted: Wanted): Reading {
  const form = formOf(name, text, wanted)
  if (form === 'key') return { kind: 'key' }
  if (form === 'variables') return { kind: 'document', found: readVariables(text, wanted) }
  return { kind: 'document', found: mentions(text, wanted) ? readStructured(text, wanted) : [] }
}

/** A file without a variable or the beginning of a key, plain or in base64, is not even parsed. */
const mentions = (text: string, { variables, beginnings }: Wanted): boolean =>
  [...variables, ...beginnings].some((one) => text.includes(one))

function readStructured(text: string, wanted: Wanted): readonly Found[] {
  const collector = new Collector(wanted, lineOf(text))
  try {
    const trees = readTrees(text)
    if ('offset' in trees) collector.fault(trees.offset, null, null, NO_YAML)
    else for (const tree of trees) readTree(tree, collector)
  } catch (thrown) {
    if (!(thrown instanceof TooMuch || thrown instanceof RangeError)) throw thrown
    collector.fault(0, null, null, TOO_MUCH)
  }
  return collector.found
}

const NO_YAML = says`from here on it is neither YAML nor JSON: a template has to be filled in first (helm template CHART | lic check -)`
const TOO_MUCH = says`too deep or too large to be read`

function readTree(tree: Tree, collector: Collector): void {
  const names = tree.entries(tree.root).map(([name]) => name)
  const has = (...all: readonly string[]) => all.every((name) => names.includes(name))
  if (has('kind', 'apiVersion')) readKubernetes(tree, tree.root, collector)
  else if (has('AWSTemplateFormatVersion') || has('Resources')) readTemplate(tree, collector)
  else if (has('containerDefinitions') || has('taskDefinition')) readTaskDefinition(tree, collector)
  else if (has('services')) readCompose(tree, collector)
  sweep(tree, collector)
}
