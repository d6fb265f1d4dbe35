import type { Host } from '../../host/host.ts'
import { aroundKey, pastedWith } from '../../input/around.ts'
import type { Wanted } from '../../input/documents/found.ts'
import type { KeyText } from '../../model/key-text.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Shown } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import type { Holding, Place } from '../facts.ts'

/** What is needed to look around: the world, whose license it is, and judgement. */
export interface Tools {
  readonly host: Host
  readonly product: Product
  /** what is looked for in documents */
  readonly wanted: Wanted
  readonly judge: (text: KeyText) => Verdict
}

/** A text that stands where a key should, judged as it stands and as it would be without what is around it. */
export function hold({ judge }: Tools, place: Place, where: Shown, text: KeyText): Holding {
  const around = aroundKey(text)
  return {
    place,
    where,
    text,
    verdict: judge(text),
    around: around === null ? null : { says: around.says, bare: judge(around.bare) },
    pasted: pastedWith(text),
  }
}
