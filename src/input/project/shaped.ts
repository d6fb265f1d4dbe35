import type { Code } from '../../model/codes.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says, visible } from '../../model/visible.ts'
import { isKeyLike, showName } from '../may-show.ts'
import { closest } from './closest.ts'
import { whyForbidden } from './forbidden.ts'
import type { Field, Node } from './positioned.ts'
import type { ObjectSpec, RecordSpec, Spec } from './spec.ts'

/** Where in which file one is. */
export interface Place {
  readonly file: Shown
  /** `check.warnWithin`, `scan.allow[2].until`; empty for the whole */
  readonly path: Shown
}

/** Plain values as they were described: texts, lists, records without a prototype. */
export type Fit = string | readonly Fit[] | { readonly [name: string]: Fit }

/** The value, where it is as described. @throws LicError project.field, project.forbidden: the first thing that is not, with file, line and field */
export function shaped(node: Node, spec: Spec, place: Place): Fit {
  switch (spec.kind) {
    case 'text':
      return textOf(node, spec, place)
    case 'list':
      return listOf(node, spec, place)
    case 'record':
    case 'object':
      return objectOf(node, spec, place)
  }
}

function textOf(node: Node, spec: Extract<Spec, { kind: 'text' }>, place: Place): string {
  if (node.kind !== 'text') throw misfit(node, place, says`must be ${spec.wanted}, and is ${kindOf(node)}`)
  const { text } = node
  if (isKeyLike(text)) throw keyInside(node.line, place)
  const fine = new RegExp(`^(?:${spec.pattern})$`, 'u').test(text) && spec.holds?.(text) !== false
  if (!fine) throw misfit(node, place, says`must be ${spec.wanted}`)
  return text
}

function listOf(node: Node, spec: Extract<Spec, { kind: 'list' }>, place: Place): readonly Fit[] {
  if (node.kind !== 'list') throw misfit(node, place, says`must be a list, and is ${kindOf(node)}`)
  const { length } = node.items
  if (length < spec.least) throw misfit(node, place, says`must not be empty`)
  if (length > spec.most) throw misfit(node, place, says`has ${length} entries: ${spec.most} at most`)
  return node.items.map((item, at) =>
    shaped(item, spec.of, { file: place.file, path: says`${own(place.path)}[${at}]` }),
  )
}

function objectOf(node: Node, spec: ObjectSpec | RecordSpec, place: Place): { readonly [name: string]: Fit } {
  if (node.kind !== 'object') throw misfit(node, place, says`must be an object, and is ${kindOf(node)}`)
  const found: Record<string, Fit> = Object.create(null)
  for (const field of node.fields) {
    const inner = { file: place.file, path: below(place.path, field.name) }
    const of = specOf(field, spec, place)
    if (field.name in found) throw misfit(field, inner, says`stands there twice`)
    found[field.name] = shaped(field.value, of, inner)
  }
  if (spec.kind === 'record' && node.fields.length > spec.most)
    throw misfit(node, place, says`has ${node.fields.length} entries: ${spec.most} at most`)
  if (spec.kind === 'object')
    for (const [name, other] of Object.entries(spec.goesWith ?? {}))
      if (name in found && !(other in found))
        throw misfit(node, place, says`has a field ${name} and no ${other}`)
  const missing = spec.kind === 'object' ? spec.required.find((name) => !(name in found)) : undefined
  if (missing !== undefined) throw misfit(node, place, says`needs a field ${missing}`)
  return found
}

function specOf({ name, line }: Field, spec: ObjectSpec | RecordSpec, place: Place): Spec {
  if (isKeyLike(name)) throw keyInside(line, place)
  if (spec.kind === 'record') {
    if (new RegExp(`^(?:${spec.name})$`, 'u').test(name)) return spec.of
    throw misfit({ line }, place, says`has a name that is none: ${own(showName(name))} (${spec.wanted})`)
  }
  const of = Object.hasOwn(spec.fields, name) ? spec.fields[name] : undefined
  if (of !== undefined) return of
  const why = whyForbidden(name)
  if (why !== null)
    throw trouble('project.forbidden', { line }, place, says`the field ${name} is refused: ${why}`)
  throw unknownField(name, line, Object.keys(spec.fields), place)
}

function unknownField(name: string, line: number, known: readonly string[], place: Place): LicError {
  const meant = closest(name, known)
  const where = place.path === '' ? says`` : says` in ${own(place.path)}`
  return trouble(
    'project.field',
    { line },
    place,
    says`there is no field ${own(showName(name))}${own(where)}`,
    meant === null
      ? says`the fields there are: ${own(visible(known.join(', ')))}`
      : says`did you mean ${meant}`,
  )
}

const keyInside = (line: number, place: Place): LicError =>
  trouble(
    'project.forbidden',
    { line },
    place,
    says`holds what looks like a key`,
    says`keys and secrets do not belong in a repository: take it out, and treat it as exposed`,
  )

const below = (path: Shown, name: string): Shown =>
  path === '' ? says`${own(showName(name))}` : says`${own(path)}.${own(showName(name))}`

const misfit = (at: { readonly line: number }, { file, path }: Place, what: Shown): LicError =>
  trouble(
    'project.field',
    at,
    { file, path },
    path === '' ? says`it ${own(what)}` : says`${own(path)} ${own(what)}`,
  )

const trouble = (
  code: Code,
  { line }: { readonly line: number },
  { file }: Place,
  what: Shown,
  ...hints: readonly Shown[]
): LicError =>
  new LicError(
    code,
    says`${own(file)}, line ${line}: ${own(what)}`,
    ...hints,
    says`what may stand there: lic help config`,
  )

const KINDS = { text: 'a text', list: 'a list', object: 'an object' } as const
const kindOf = (node: Node): string => (node.kind === 'other' ? node.what : KINDS[node.kind])
