import { KeyText } from '../../../model/key-text.ts'
import type { Intent } from '../../target.ts'
import type { FileSight } from '../sight.ts'
import { type Change, valueIn } from './edit.ts'

/**
 * What a rotation writes: the key, and the public key that verifies it where a new one was given, or where the
 * kept file that the key comes from has another.
 */
export function changesFor(
  { ref, file, archives }: FileSight,
  { warrant }: Intent & { kind: 'rotate' },
): readonly Change[] {
  const key: Change = { name: ref.variable, value: warrant.text }
  if (ref.publicKey === null) return [key]
  const { variable, text } = ref.publicKey
  if (text !== null) return [key, { name: variable, value: new KeyText(text) }]
  const from = archives.find((one) => one.file && valueIn(one.file, ref.variable)?.equals(warrant.text))
  const kept = from?.file ? valueIn(from.file, variable) : null
  const there = file === null ? null : valueIn(file, variable)
  return kept === null || there?.equals(kept) === true ? [key] : [key, { name: variable, value: kept }]
}
