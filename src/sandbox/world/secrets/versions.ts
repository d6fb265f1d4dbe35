import type { Fields } from '../fields.ts'
import { invalid, textOf } from '../fields.ts'
import { uuid } from '../ids.ts'
import { Refusal } from '../refusal.ts'
import { VERSION_KEPT, type World } from '../world.ts'
import { type Content, type Secret, sameContent, type Version } from './nouns.ts'

const LARGEST = 65_536
const MOST_VERSIONS = 100

/** The value in a request; undefined where it has none. */
export function contentOf(fields: Fields): Content | undefined {
  const text = textOf(fields, 'SecretString', { min: 1 })
  const binary = textOf(fields, 'SecretBinary', { min: 1 })
  if (text !== undefined && binary !== undefined)
    throw new Refusal(
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    )
  if (text !== undefined) return sized('SecretString', { kind: 'string', text }, Buffer.byteLength(text))
  if (binary === undefined) return undefined
  const bytes = Buffer.from(binary, 'base64').length
  if (bytes === 0) throw invalid('SecretBinary', 'Member must have length greater than or equal to 1')
  return sized('SecretBinary', { kind: 'binary', text: binary }, bytes)
}

function sized(name: string, content: Content, bytes: number): Content {
  if (bytes > LARGEST) throw invalid(name, `Member must have length less than or equal to ${LARGEST}`)
  return content
}

/** The client's token, which becomes the version id; one of ours where it sent none. */
export const tokenOf = (world: World, fields: Fields): string =>
  textOf(fields, 'ClientRequestToken', { min: 32, max: 64 }) ?? uuid(world)

/** What a token stands for already: nothing, this very value, or another one. */
export function knownAs(secret: Secret, token: string, content: Content): 'new' | 'same' | 'other' {
  const known = secret.versions.find(({ id }) => id === token)
  if (!known) return 'new'
  return sameContent(known.content, content) ? 'same' : 'other'
}

export const tokenInUse = (secret: Secret, token: string): Refusal =>
  new Refusal(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`,
  )

/** Adds a version without labels; the oldest ones without a label make room. */
export function addVersion(world: World, secret: Secret, token: string, content: Content): void {
  makeRoom(world, secret)
  secret.versions.push({ id: token, created: world.now, content, accessed: null })
  secret.changed = world.now
}

/** Versions nobody can name any more, a day after they were made. */
function staleIn(world: World, secret: Secret): readonly Version[] {
  const held = new Set(secret.labels.values())
  return secret.versions.filter(({ id, created }) => !held.has(id) && world.now - created > VERSION_KEPT)
}

function forget(secret: Secret, gone: readonly Version[]): void {
  if (gone.length > 0) secret.versions = secret.versions.filter((version) => !gone.includes(version))
}

/** Under that switch, stale versions are gone whether or not their room is needed. */
export function forgetStaleVersions(world: World): void {
  if (world.switches.unlabelled !== 'gone-after-a-day') return
  for (const secret of world.secrets) forget(secret, staleIn(world, secret))
}

function makeRoom(world: World, secret: Secret): void {
  const excess = secret.versions.length - MOST_VERSIONS + 1
  forget(secret, staleIn(world, secret).slice(0, Math.max(0, excess)))
  if (secret.versions.length >= MOST_VERSIONS)
    throw new Refusal(
      'LimitExceededException',
      'The request failed because it would exceed one of the Secrets Manager quotas.',
    )
}
