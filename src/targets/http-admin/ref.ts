import type { KeyText } from '../../model/key-text.ts'
import type { Again } from '../health/again.ts'

/** A running product with an admin API for its license. */
export interface AdminRef extends Again {
  /** where it is, without a path: `https://core.example.com` */
  readonly url: string
  /** the path that takes a license, where it is not the product's own; null: as the product has it */
  readonly uploadPath: string | null
  /** the admin token; a secret */
  readonly token: KeyText
  /** where that came from, for the lines that go on: a source, never the token */
  readonly tokenSource: string
  readonly hostName: string | null
  /** PEM certificates to trust instead of the system's */
  readonly ca: string | null
  /** the key that is thought to be live, given so that it can be put back; null: there is no way back */
  readonly previous: { readonly text: KeyText; readonly source: string } | null
  /** milliseconds given for the whole, going back apart */
  readonly timeoutMs: number
}
