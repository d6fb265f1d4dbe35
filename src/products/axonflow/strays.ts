import { nameOf, oddCharacter } from '../../input/odd-character.ts'
import type { Decoding } from '../../model/decoded.ts'
import { error } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'

const NEAR = 80

/** Text that does not begin with `AXON-`: a key with something before it, or something else altogether. */
export function describeStray(text: string): Decoding {
  const what = damagedPrefix(text)
  if (what !== undefined)
    return {
      kind: 'malformed',
      product: 'axonflow',
      form: null,
      faults: [
        error(
          'key.prefix',
          what,
          says`the runtime wants AXON- as the very first characters and trims nothing`,
        ),
      ],
    }
  return {
    kind: 'unrecognized',
    faults: [error('key.unrecognized', elseSays(text), says`an AxonFlow key begins with AXON-`)],
  }
}

function damagedPrefix(text: string): Shown | undefined {
  const at = text.slice(0, NEAR).indexOf('AXON-')
  if (at > 0) {
    const before = text.slice(0, at)
    if (/=["']?$/.test(before)) return says`a variable's name and '=' before the key: paste what follows them`
    if (/^(?:"|')?[\w-]+["']?\s*:\s*["']?$/.test(before))
      return says`a field's name and ':' before the key: paste what follows them`
    if (/^\s*[{[]/.test(before)) return says`JSON around the key: paste only the value`
    const odd = oddCharacter(before)
    if (odd !== undefined) return says`${own(odd)} before the key`
    return at === 1
      ? says`${own(nameOf(before, 0))} before the key`
      : says`${at} bytes before the key, the first of them ${own(nameOf(before, 0))}`
  }
  if (/^axon-/i.test(text)) return says`the prefix is not in capitals: AXON-`
  if (/^AXON[^-]/.test(text)) return says`the hyphen after AXON is ${own(nameOf(text, 4))}`
  if (/^eyJ[\w-]+\.[\w-]+$/.test(text)) return says`the prefix AXON- is missing`
  if (text.startsWith('QVhPTi'))
    return says`the key is in base64, as Kubernetes keeps secrets: decode it once`
  return undefined
}

function elseSays(text: string): Shown {
  if (/^[\s\0]*$/.test(text)) return says`nothing but white space, ${text.length} long`
  if (/^eyJ[\w-]*\.[\w-]*\.[\w-]*$/.test(text)) return says`this is a JWT, the license of another product`
  if (text.startsWith('aalk_')) return says`this is an AlphaAgent license ID or token`
  if (/^arn:[\w-]+:/.test(text)) return says`this is the address of a resource in AWS, not what it holds`
  if (text.includes('-----BEGIN ')) return says`this is a PEM block, not a license key`
  if (/^\s*[{[]/.test(text)) return says`this is a JSON document, not a license key`
  if (/^(?:AKIA|ASIA)[A-Z0-9]{16}$/.test(text)) return says`this is an AWS access key ID`
  return says`no license key of a product known here: ${text.length} characters of something else`
}
