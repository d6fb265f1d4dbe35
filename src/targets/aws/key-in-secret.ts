import type { SecretValue } from '../../host/aws-api.ts'
import { jsonField } from '../../input/secret-value.ts'
import { error, type Finding } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Tools } from '../target.ts'
import { bytewise } from './bytes.ts'
import type { AwsRef } from './ref.ts'
import type { CurrentValue } from './sight.ts'
import type { Wired } from './wiring.ts'

/** The field that is asked for, else the one that the task definitions read; all of them must read the same. */
export function fieldOf(
  ref: Pick<AwsRef, 'field'>,
  wired: readonly Wired[],
  refusals: Finding[],
): string | null {
  const chosen = ref.field ?? wired[0]?.field ?? null
  const others = new Map(
    wired.filter(({ field }) => field !== chosen).map((one) => [`${one.service} ${one.field}`, one]),
  )
  for (const { service, field } of others.values())
    refusals.push(
      error(
        'wiring.fields-differ',
        says`service ${service} reads ${own(place(field))}, not ${own(place(chosen))}`,
        says`all services must read the key from the same place; name the field with --secret NAME#FIELD`,
      ),
    )
  return chosen
}

const place = (field: string | null): Shown =>
  field === null ? says`the whole secret` : says`the field ${field}`

export const WHY_NOT = {
  'not-json': 'is not a JSON object, so no field of it can be read',
  missing: 'has no such field',
  'not-text': 'holds something other than text in that field',
  twice: 'has that field twice',
  document: 'is a JSON document: the runtime would take all of it for a key',
} as const

/** Why a value holds no key there; null where it may. */
function unfit(text: string, field: string | null): keyof typeof WHY_NOT | null {
  if (field === null) return jsonField(text, '').kind === 'not-json' ? null : 'document'
  const { kind } = jsonField(text, field)
  return kind === 'found' ? null : kind
}

/** Containers that would find no key in this value, though they read it. */
export function misread(
  value: SecretValue | null,
  wired: readonly Wired[],
  secretArn: string,
): readonly Finding[] {
  const text = value?.text ?? ''
  if (text === '') return []
  return wired.flatMap(({ service, container, variable, field }) => {
    const why = unfit(text, field)
    if (why === null) return []
    return error(
      'wiring.json-key',
      says`service ${service}, container ${container} reads ${variable} from ${own(place(field))}, and the secret ${WHY_NOT[why]}`,
      why === 'not-json'
        ? says`set its valueFrom to ${secretArn}`
        : says`set its valueFrom to ${secretArn}:FIELD::, with the field that holds the key as text`,
    )
  })
}

/** The key in a value, judged; null where there is none, and the reason is said once: here, or by `misread`. */
export function currentIn(
  value: SecretValue,
  field: string | null,
  tools: Tools,
  refusals: Finding[],
): CurrentValue | null {
  const { version, date: read, text } = value
  if (text === null || text === '') return null
  const why = unfit(text, field)
  if (why !== null) {
    const named = refusals.some(({ code }) => code === 'wiring.json-key')
    if (!named) refusals.push(field === null ? unnamed : noKeyIn(field, why))
    return null
  }
  const found = field === null ? null : jsonField(text, field)
  const key = bytewise(found?.kind === 'found' ? found.value : text)
  return { version, document: bytewise(text), field, text: key, verdict: tools.judge(key), read }
}

const noKeyIn = (field: string, why: keyof typeof WHY_NOT): Finding =>
  error(
    'secret.field',
    says`the secret ${WHY_NOT[why]} (field ${field})`,
    says`name the field that holds the key as text: --secret NAME#FIELD`,
  )

const unnamed: Finding = error(
  'secret.field',
  says`the secret is a JSON document, and nothing says which field of it is the key`,
  says`name it: --secret NAME#FIELD`,
)
