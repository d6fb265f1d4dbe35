import { Buffer } from 'node:buffer'
import { own, says } from '../../model/visible.ts'
import type { Collector } from './collector.ts'
import type { Part, Tree } from './tree.ts'

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers']
const DEEPEST = 12
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

/** Source: https://kubernetes.io/docs/reference/kubernetes-api/ (Secret v1, ConfigMap v1, Container v1 core). */
export function readKubernetes(tree: Tree, resource: Part, collector: Collector): void {
  const kind = tree.text(tree.get(resource, 'kind')) ?? ''
  if (kind.endsWith('List'))
    for (const item of tree.items(tree.get(resource, 'items'))) readKubernetes(tree, item, collector)
  const inside = says`${kind} ${tree.text(tree.get(resource, 'metadata', 'name')) ?? 'without a name'}`
  if (kind === 'Secret') {
    readEncoded(tree, resource, inside, collector)
    readTexts(tree, tree.get(resource, 'stringData'), inside, false, collector)
  }
  if (kind === 'ConfigMap') readTexts(tree, tree.get(resource, 'data'), inside, true, collector)
  readPods(tree, tree.get(resource, 'spec'), inside, 0, collector)
}

type Inside = ReturnType<typeof says>

function readTexts(tree: Tree, texts: Part, inside: Inside, plain: boolean, collector: Collector): void {
  for (const [name, value] of tree.entries(texts)) {
    const text = tree.text(value)
    if (text === null || !(collector.isWanted(name) || collector.wanted.isKey(text))) continue
    collector.value(tree, value, name, inside, plain)
  }
}

function readEncoded(tree: Tree, resource: Part, inside: Inside, collector: Collector): void {
  for (const [name, value] of tree.entries(tree.get(resource, 'data'))) {
    const leaf = tree.leaf(value)
    if (leaf === null) continue
    const bytes = Buffer.from(leaf.text, 'base64').toString('latin1')
    if (!collector.isWanted(name) && !collector.wanted.isKey(bytes)) continue
    const base64 = leaf.text.replace(/\s/g, '')
    if (base64 === '' || BASE64.test(base64)) collector.bytes(leaf.offset, bytes, name, inside, false)
    else if (/\{\{|^\$\{/.test(leaf.text)) collector.reference(leaf.offset, name, inside, says`${leaf.text}`)
    else
      collector.fault(
        leaf.offset,
        name,
        inside,
        says`what stands under data of a Secret is base64, and this is not: stringData takes texts`,
      )
  }
}

/** Containers stand at another depth in a Pod, a Deployment, a CronJob and whatever else makes pods. */
function readPods(tree: Tree, part: Part, inside: Inside, depth: number, collector: Collector): void {
  if (depth > DEEPEST) return
  for (const [name, value] of tree.entries(part))
    if (CONTAINERS.includes(name))
      for (const container of tree.items(value)) readContainer(tree, container, inside, collector)
    else readPods(tree, value, inside, depth + 1, collector)
}

function readContainer(tree: Tree, container: Part, resource: Inside, collector: Collector): void {
  const inside = says`container ${tree.text(tree.get(container, 'name')) ?? ''} of ${own(resource)}`
  for (const variable of tree.items(tree.get(container, 'env'))) {
    const name = tree.leaf(tree.get(variable, 'name'))
    if (name === null || !collector.isWanted(name.text)) continue
    const from = tree.entries(tree.get(variable, 'valueFrom'))[0]
    if (from === undefined) {
      collector.value(tree, tree.get(variable, 'value'), name.text, inside, true)
      continue
    }
    const [kind, what] = from
    const parts = ['name', 'key', 'fieldPath'].flatMap((part) => tree.text(tree.get(what, part)) ?? [])
    collector.reference(name.offset, name.text, inside, says`${kind} ${parts.join(', ')}`)
  }
}
