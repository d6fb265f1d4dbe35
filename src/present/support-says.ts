import type { Support } from '../model/support.ts'
import { own, type Shown, says } from '../model/visible.ts'

/** Whom to ask, and what to do in an emergency, with the page that says so at the end. */
export function supportSays({ contact, urgent, source }: Support): readonly Shown[] {
  const stated = own(says`[${own(source)}]`)
  return urgent === null
    ? [says`${own(contact)} ${stated}`]
    : [contact, says`where production is down because of the license: ${own(urgent)} ${stated}`]
}
