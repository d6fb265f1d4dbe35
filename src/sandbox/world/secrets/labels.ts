import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import type { Secret } from './nouns.ts'

const MOST_LABELS = 20
const CURRENT = 'AWSCURRENT'
const PREVIOUS = 'AWSPREVIOUS'

/** Attaches labels to a version, taking each from whoever has it. AWSCURRENT drags AWSPREVIOUS to the version it left. */
export function attach(world: World, secret: Secret, labels: readonly string[], version: string): void {
  const after = new Map(secret.labels)
  for (const label of labels) {
    const left = after.get(label)
    if (label === CURRENT && left !== undefined && left !== version) demote(world, after, left)
    put(after, label, version)
  }
  if (after.size > MOST_LABELS)
    throw new Refusal(
      'LimitExceededException',
      'The request failed because it would exceed one of the Secrets Manager quotas.',
    )
  secret.labels.clear()
  for (const [label, holder] of after) secret.labels.set(label, holder)
}

function demote(world: World, labels: Map<string, string>, version: string): void {
  if (world.switches.demotion === 'drops-labels')
    for (const [label, holder] of labels) if (holder === version) labels.delete(label)
  put(labels, PREVIOUS, version)
}

/** The newest label of a version comes last. */
function put(labels: Map<string, string>, label: string, version: string): void {
  labels.delete(label)
  labels.set(label, version)
}

export interface Move {
  readonly label: string
  readonly to: string | undefined
  readonly from: string | undefined
}

/** UpdateSecretVersionStage: a compare-and-swap on one label. */
export function move(world: World, secret: Secret, { label, to, from }: Move): void {
  const holder = secret.labels.get(label)
  for (const version of [to, from]) needKnown(secret, version)
  if (to === undefined && from === undefined)
    throw bad('You must provide either the MoveToVersionId or the RemoveFromVersionId parameter.')
  if (from !== undefined && holder !== from)
    throw bad(`Staging label ${label} isn't currently attached to version ${from}.`)
  if (to === undefined) {
    detach(secret, label)
    return
  }
  if (from === undefined && holder !== undefined && holder !== to && world.switches.move === 'refused')
    throw bad(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    )
  if (holder !== to) attach(world, secret, [label], to)
}

function detach(secret: Secret, label: string): void {
  if (label === CURRENT)
    throw bad(
      `You can only move staging label ${CURRENT} to a different secret version. It can't be completely removed.`,
    )
  secret.labels.delete(label)
}

function needKnown(secret: Secret, version: string | undefined): void {
  if (version !== undefined && !secret.versions.some(({ id }) => id === version))
    throw new Refusal(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for VersionId: ${version}`,
    )
}

const bad = (message: string): Refusal => new Refusal('InvalidParameterException', message)
