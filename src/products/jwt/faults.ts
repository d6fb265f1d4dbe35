import { error, type Finding } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { JwsFault } from '../../wire/jws.ts'
import type { StrictJsonFault } from '../../wire/strict-json.ts'

const AGAIN = says`copy the whole key again from where it was issued, in one line`
const SIGNATURE_2048 = 256

/** Why a text is no license in the form of a JWT, in words. @param text one character per byte */
export function describeJws(text: string, fault: JwsFault): Finding {
  switch (fault.kind) {
    case 'parts':
      return around(text) ?? error('key.jwt-parts', partsSay(fault.dots), AGAIN)
    case 'empty':
      return fault.part === 'signature'
        ? error('key.no-signature', says`nothing follows the last '.': the signature is missing`, AGAIN)
        : error('key.jwt-parts', says`the ${fault.part} is empty`, AGAIN)
    case 'base64':
      return around(text) ?? describeBase64(text, fault)
    case 'json':
      return error(
        'key.payload-json',
        says`the ${fault.part} is not JSON as it should be: ${own(JSON_SAYS[fault.fault.kind](fault.fault))}`,
      )
    case 'algorithm':
      return error(
        'key.jwt-algorithm',
        fault.name === null
          ? says`the header names no algorithm, where RS256 alone is accepted`
          : says`the header says ${fault.name}, where RS256 alone is accepted`,
        says`whoever may choose the algorithm may forge: such a key never comes from the vendor`,
      )
    case 'critical':
      return error(
        'key.jwt-algorithm',
        says`the header demands extensions (crit) that no license has`,
        says`what is marked critical must be understood or refused`,
      )
  }
}

const partsSay = (dots: number): Shown =>
  dots < 2
    ? says`cut short: a JWT has three parts with a '.' between, and this has ${dots + 1}`
    : says`a JWT has three parts with a '.' between, and this has ${dots + 1}: something follows the key`

/** What stands before or after the key, by name. */
function around(text: string): Finding | null {
  const at = text.search(/eyJ/)
  if (at > 0)
    return error(
      'key.prefix',
      beforeSays(text.slice(0, at)),
      says`the key must begin with eyJ: libraries do not trim`,
    )
  const end = text.search(/[^\w.-]/)
  if (end < 0 || /[\w.-]/.test(text.slice(end))) return null
  return error(
    'key.prefix',
    says`${nameOf(text, end)} after the key`,
    says`remove it: some libraries trim, others refuse the key`,
  )
}

function beforeSays(before: string): Shown {
  if (/^Bearer\s+$/i.test(before)) return says`the word Bearer before the key`
  if (/=["']?$/.test(before)) return says`a variable's name and '=' before the key: paste what follows them`
  if (/^["']?[\w-]+["']?\s*:\s*["']?$/.test(before))
    return says`a field's name and ':' before the key: paste what follows them`
  if (/^\s*[{[]/.test(before)) return says`JSON around the key: paste only the value`
  return before.length === 1 || NAMES[before] !== undefined
    ? says`${nameOf(before, 0)} before the key`
    : says`${before.length} bytes before the key, the first of them ${nameOf(before, 0)}`
}

const NAMES: { readonly [text: string]: string } = {
  ' ': 'a space',
  '\t': 'a tab',
  '\r': 'a carriage return',
  '\n': 'a line break',
  '"': 'a double quote',
  "'": 'a single quote',
  '=': "padding, '='",
  '\u00ef\u00bb\u00bf': 'a byte-order mark',
  '\u00c2\u00a0': 'a no-break space',
}

function nameOf(text: string, at: number): string {
  for (const size of [3, 2, 1]) {
    const name = NAMES[text.slice(at, at + size)]
    if (name !== undefined) return name
  }
  const character = text.charAt(at)
  return character > ' ' && character <= '~'
    ? `the character ${character}`
    : `byte 0x${text.charCodeAt(at).toString(16).padStart(2, '0')}`
}

function describeBase64(text: string, { part, at, size }: Extract<JwsFault, { kind: 'base64' }>): Finding {
  const code = part === 'signature' ? 'key.signature-base64' : 'key.payload-base64'
  if (at !== null) return error(code, says`${nameOf(text, at)} in the ${part}, at position ${at + 1}`, AGAIN)
  return part === 'signature' && size < SIGNATURE_2048
    ? error(
        code,
        says`cut short: the signature has ${size} bytes, and an RSA key of 2048 bits makes ${SIGNATURE_2048}`,
        AGAIN,
      )
    : error(
        code,
        says`the ${part} does not end as base64url does: a character is missing or was changed`,
        AGAIN,
      )
}

const JSON_SAYS = {
  utf8: () => says`it is not UTF-8`,
  bom: () => says`it begins with a byte-order mark`,
  syntax: () => says`its syntax is wrong`,
  'not-an-object': () => says`it is no object`,
  duplicate: (fault) =>
    says`${'name' in fault ? fault.name : ''} is there twice, and libraries differ on which counts`,
} as const satisfies Record<StrictJsonFault['kind'], (fault: StrictJsonFault) => Shown>
