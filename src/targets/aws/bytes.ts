import { KeyText } from '../../model/key-text.ts'

/** The bytes of a text, one character each. */
export const bytewise = (text: string): KeyText => {
  const bytes = Buffer.from(text, 'utf8')
  return new KeyText(bytes.toString('latin1'))
}
