import { jsonField } from '../../../input/secret-value.ts'
import { KeyText } from '../../../model/key-text.ts'
import type { Intent } from '../../target.ts'
import type { CurrentValue } from '../sight.ts'

/** A key as AWS takes it. */
export const utf8 = (bytes: KeyText): string => Buffer.from(bytes.reveal(), 'latin1').toString('utf8')

/** The key that is being put into place; null where the one that is there is read again. */
export const keyToPlace = (intent: Intent) => {
  if (intent.kind === 'rotate') return intent.warrant
  return intent.kind === 'resume' ? (intent.inFlight?.next ?? null) : null
}

/** A key as it is stored: without white space around it, otherwise byte for byte. */
export const storable = (key: KeyText): KeyText =>
  new KeyText(key.reveal().replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ''))

/** The text of a secret that has none yet. */
export const firstText = (key: KeyText, field: string | null): string =>
  field === null ? utf8(key) : JSON.stringify({ [field]: utf8(key) })

/** The secret's text with another key in it; in a JSON document nothing else changes by a byte. */
export function withKey({ document, field }: CurrentValue, key: KeyText): string {
  if (field === null) return utf8(key)
  const text = utf8(document)
  const found = jsonField(text, field)
  if (found.kind !== 'found') throw new Error('the field was there when the plan was made')
  return text.slice(0, found.start) + JSON.stringify(utf8(key)) + text.slice(found.end)
}
