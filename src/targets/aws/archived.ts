import { type Aws, AwsTrouble, type VersionFacts } from '../../host/aws-api.ts'
import { awsError } from '../../input/aws-trouble.ts'
import { jsonField } from '../../input/secret-value.ts'
import { error, type Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { KeyText } from '../../model/key-text.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { KeptAs, KeptKey, Tools } from '../target.ts'
import { bytewise } from './bytes.ts'
import { WHY_NOT } from './key-in-secret.ts'
import { ARCHIVE, CURRENT, FAILED, PENDING, PREVIOUS, timeIn } from './labels.ts'
import type { Place } from './shell.ts'

/** Where versions are to be read: a secret, and the field of it that is the key. */
interface Kept {
  /** name or ARN */
  readonly secret: string
  /** null: the whole secret */
  readonly field: string | null
}

/** Reads in flight at the same time: the calls have a budget that others need, too. */
const AT_ONCE = 5

/**
 * Every version that is kept, newest first, each with its key judged as of now; one that cannot be read says why.
 * Rejects with `LicError` where none can.
 *
 * @param shape how a key is taken out, where not as it stands
 */
export async function keptIn(
  { secret, field }: Kept,
  aws: Aws,
  { judge }: Tools,
  place: Place,
  shape: (text: KeyText) => KeyText = (text) => text,
): Promise<readonly KeptKey[]> {
  const sorry = (thrown: unknown) => awsError(thrown, place)
  const versions = await aws.secrets.versions(secret).catch((thrown: unknown) => {
    throw sorry(thrown)
  })
  const troubles: unknown[] = []
  const kept = await few(versions, AT_ONCE, async (version) => {
    try {
      const { text } = await aws.secrets.get(secret, { version: version.id })
      const found = keyIn(text, field)
      if ('code' in found) return { ...about(version), key: { why: found } }
      const key = shape(found)
      return { ...about(version), key: { text: key, verdict: judge(key) } }
    } catch (thrown) {
      const trouble = sorry(thrown)
      if (!(thrown instanceof AwsTrouble) || !(trouble instanceof LicError)) throw thrown
      troubles.push(trouble)
      return { ...about(version), key: { why: error(trouble.code, trouble.says, ...trouble.hints) } }
    }
  })
  if (troubles.length > 0 && troubles.length === kept.length) throw troubles[0]
  return kept
}

/** In a secret that became a document later, an older version is the key itself. */
function keyIn(text: string | null, field: string | null): KeyText | Finding {
  if (text === null) return error('secret.binary', says`this version is binary; a license key is text`)
  if (text === '') return error('secret.empty', says`this version is empty`)
  const found = jsonField(text, field ?? '')
  if (found.kind === 'not-json') return bytewise(text)
  if (field === null)
    return error(
      'secret.field',
      says`this version is a JSON document, and nothing says which field of it is the key`,
      says`name it: --secret NAME#FIELD`,
    )
  if (found.kind === 'found') return bytewise(found.value)
  return error('secret.field', says`this version ${WHY_NOT[found.kind]} (field ${field})`)
}

const about = ({ id, stages, created }: VersionFacts): Omit<KeptKey, 'key'> => ({
  version: id,
  created,
  labels: stages,
  as: [...kinds(stages)],
  archived: latest(stages, ARCHIVE),
  failed: latest(stages, FAILED),
  otherLabels: stages.filter((label) => !KNOWN.test(label)),
})

const KNOWN = /^(?:AWSCURRENT|AWSPREVIOUS|lic-pending|lic-archive\..*|lic-failed\..*|lic-lived\..*)$/

function* kinds(labels: readonly string[]): Generator<KeptAs> {
  if (labels.includes(CURRENT)) yield 'current'
  if (labels.includes(PREVIOUS)) yield 'previous'
  if (labels.includes(PENDING)) yield 'pending'
  if (labels.some((label) => label.startsWith(ARCHIVE))) yield 'archived'
  if (labels.some((label) => label.startsWith(FAILED))) yield 'failed'
}

/** The latest time among labels of a kind. */
function latest(labels: readonly string[], kind: string): Instant | null {
  const times = labels.filter((label) => label.startsWith(kind)).map(timeIn)
  return times.reduce((last, time) => ((time ?? 0) > (last ?? 0) ? time : last), null)
}

/** In order, so many at a time. */
async function few<T, R>(items: readonly T[], most: number, each: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const rest = items.entries()
  const work = async () => {
    for (const [at, item] of rest) results[at] = await each(item)
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, work))
  return results
}
