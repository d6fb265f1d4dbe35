import { error, type Finding } from '../model/finding.ts'
import type { KeyText } from '../model/key-text.ts'
import type { Verdict } from '../model/verdict.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Warrant } from '../model/warrant.ts'

/** The right to put a key into place, or why there is none. Only a key that is verified and in term gets one. */
export function warrantFor(text: KeyText, verdict: Verdict): Warrant | Finding {
  if (verdict.kind === 'usable') return { text, verdict }
  return error(
    'rotation.key-not-usable',
    says`this key is not put anywhere: ${own(WHY[verdict.kind])}${own(reason(verdict))}`,
    says`see everything about it: lic inspect SOURCE`,
  )
}

const WHY = {
  'out-of-term': says`it is not in term now`,
  unproved: says`its signature could not be checked`,
  refused: says`its product's runtime refuses it`,
  forgery: says`its signature is forged`,
  unreadable: says`it cannot be read as a key`,
  absent: says`there is no key`,
} as const satisfies Record<Exclude<Verdict['kind'], 'usable'>, Shown>

function reason({ findings }: Verdict): Shown {
  const first = findings.find(({ severity }) => severity === 'error') ?? findings[0]
  return first === undefined ? says`` : says` (${own(first.says)}) [${first.code}]`
}
