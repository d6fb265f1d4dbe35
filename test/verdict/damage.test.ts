import { describe, expect, test } from 'vitest'
import { GOOD, hmacKey, judged, told } from './samples.ts'

const DOT = GOOD.lastIndexOf('.')
const PLUS = GOOD.search(/[-_](?=[^-_]*$)/)
const at = (position: number, text: string): string => GOOD.slice(0, position) + text + GOOD.slice(position)
const OLD_V1 =
  "note key.old-format: the runtime takes every key without a '.' for a V1 key, and no longer reads those"
const OLD_HMAC =
  "note key.old-format: today's runtime refuses every key that begins with AXON-V2-, whatever follows"

describe('what happened to a key on its way is named', () => {
  test.each([
    ['cut by four', GOOD.slice(0, -4), 'key.signature-length: cut short: the signature has 61 of 64 bytes'],
    ['cut by five', GOOD.slice(0, -5), 'key.signature-base64: cut short: the signature has 60 of 64 bytes'],
    [
      'cut at the dot',
      GOOD.slice(0, DOT + 1),
      "key.signature-length: cut short: nothing follows the '.', the signature is missing",
    ],
    [
      'longer',
      `${GOOD}abcd`,
      'key.signature-length: the signature has 67 bytes, not 64: something follows the key',
    ],
    [
      'longer by three',
      `${GOOD}abc`,
      'key.signature-base64: the signature has 89 characters, not 86: something follows the key',
    ],
    [
      'padded',
      `${GOOD}==`,
      `key.signature-base64: the signature is padded: '=' at position ${GOOD.length + 1}`,
    ],
    ['padded inside', at(DOT, '='), `key.payload-base64: the payload is padded: '=' at position ${DOT + 1}`],
    [
      'in standard base64',
      `${GOOD.slice(0, PLUS)}+${GOOD.slice(PLUS + 1)}`,
      `key.signature-base64: the signature is in standard base64: + at position ${PLUS + 1} where base64url has -`,
    ],
    [
      'in standard base64, slash',
      `${GOOD.slice(0, PLUS)}/${GOOD.slice(PLUS + 1)}`,
      `key.signature-base64: the signature is in standard base64: / at position ${PLUS + 1} where base64url has _`,
    ],
    ['a space after', `${GOOD} `, 'key.signature-base64: a space after the key'],
    ['a quote after', `${GOOD}"`, 'key.signature-base64: a double quote after the key'],
    ['a no-break space after', `${GOOD}\xc2\xa0`, 'key.signature-base64: a no-break space after the key'],
    ['a space inside', at(50, ' '), 'key.payload-base64: a space in the payload, at position 51'],
    ['an escape inside', at(50, '\x1b'), 'key.payload-base64: byte 0x1b in the payload, at position 51'],
    [
      'a zero-width space inside',
      at(DOT + 3, '\xe2\x80\x8b'),
      `key.signature-base64: a zero-width space in the signature, at position ${DOT + 4}`,
    ],
    ['one character lost', GOOD.slice(0, 50) + GOOD.slice(51), null],
    ['brackets', `<${GOOD}>`, 'key.prefix: the character < before the key'],
    [
      'base64 around it all',
      Buffer.from(GOOD).toString('base64'),
      'key.prefix: the key is in base64, as Kubernetes keeps secrets: decode it once',
    ],
    ['a space before', ` ${GOOD}`, 'key.prefix: a space before the key'],
    ['a byte-order mark', `\xef\xbb\xbf${GOOD}`, 'key.prefix: a byte-order mark before the key'],
    [
      'words before',
      `my key ${GOOD}`,
      'key.prefix: 7 bytes before the key, the first of them the character m',
    ],
    [
      'its variable',
      `export AXONFLOW_LICENSE_KEY=${GOOD}`,
      "key.prefix: a variable's name and '=' before the key: paste what follows them",
    ],
    [
      'its field',
      `"license": "${GOOD}"`,
      "key.prefix: a field's name and ':' before the key: paste what follows them",
    ],
    ['its document', `{"license_key":"${GOOD}"}`, 'key.prefix: JSON around the key: paste only the value'],
    ['small letters', `axon-${GOOD.slice(5)}`, 'key.prefix: the prefix is not in capitals: AXON-'],
    ['an en dash', `AXON\xe2\x80\x93${GOOD.slice(5)}`, 'key.prefix: the hyphen after AXON is an en dash'],
    ['no prefix', GOOD.slice(5), 'key.prefix: the prefix AXON- is missing'],
    ['two keys', GOOD + GOOD, `key.payload-base64: the character . in the payload, at position ${DOT + 1}`],
    ['no payload', 'AXON-.abc', "key.empty-payload: nothing stands between AXON- and the '.'"],
  ])('%s', (_what, key, says) => {
    if (says === null) expect(judged(key).kind).not.toBe('usable')
    else expect(told(judged(key))).toEqual(['unreadable 44', `error ${says}`])
  })

  test('two keys in one say where the second begins', () => {
    expect(judged(GOOD + GOOD).findings[0]?.hints).toEqual([
      `a second AXON- begins at position ${GOOD.length + 1}: these are two keys`,
    ])
  })

  test('all that can still be seen is listed, what the runtime finds first comes first', () => {
    expect(told(judged(`${at(50, ' ')} `))).toEqual([
      'unreadable 44',
      'error key.payload-base64: a space in the payload, at position 51',
      'error key.signature-base64: a space after the key',
    ])
  })

  test('a signed key without its dot', () => {
    expect(told(judged(GOOD.slice(0, DOT - 3)))).toEqual([
      'unreadable 44',
      "error key.no-signature: cut short: a signed key without its '.' and signature",
      OLD_V1,
    ])
  })

  test.each([
    [
      'AXON-PRO-12345-ABCDE-67890',
      'looks like a V1 key, but its date (before the last hyphen) is not YYYYMMDD: it has 5 characters, 0 of them digits',
      'looks like a V1 key, but its signature (after the last hyphen) has 5 characters; usual are 8 hex digits',
    ],
    [
      'AXON-ENT-acme-20260230-3c282532',
      'looks like a V1 key, but its date (before the last hyphen) is no day of the calendar: 20260230',
    ],
    [
      'AXON-ENT-acme-20261028-3c28253z',
      'looks like a V1 key, but there is the character z in its signature, which is hex digits',
    ],
    ['AXON-ENT--20261028-3c282532', 'looks like a V1 key, but it names no organization'],
    ['AXON-ent-acme-20261028-3c282532', 'looks like a V1 key, but its tier is not a word in capitals'],
    [
      'AXON-hello',
      "neither a signed key (there is no '.') nor a V1 key (1 of the parts TIER-ORG-YYYYMMDD-SIG)",
    ],
  ])('%s says what is wrong with which part', (key, ...faults) => {
    expect(told(judged(key))).toEqual([
      'unreadable 44',
      ...faults.map((fault) => `error key.v1-malformed: ${fault}`),
      OLD_V1,
    ])
  })

  test.each([
    ['AXON-V2-', 'its payload or its signature is missing'],
    ['AXON-V2-abc', 'its payload or its signature is missing'],
    ['AXON-V2-e30=-x-0a1b2c3d', 'its payload is not base64url'],
    ['AXON-V2-YWJj-0a1b2c3d', 'its payload is not the JSON of a license'],
    [hmacKey({ tier: 'PRO' }, '0a1b2c3'), 'its signature has 7 characters, not 8'],
    [
      hmacKey({ tier: 'PRO' }, '0A1b2c3d'),
      'there is the character A in its signature, which is 8 hex digits',
    ],
  ])('a broken HMAC key: %s', (key, fault) => {
    expect(told(judged(key))).toEqual([
      'unreadable 44',
      `error key.hmac-malformed: an HMAC key (AXON-V2-<payload>-<signature>), but ${fault}`,
      OLD_HMAC,
    ])
  })

  test.each([
    ['arn:aws-cn:secretsmanager:x:1:secret:y', 'this is the address of a resource in AWS, not what it holds'],
    ['-----BEGIN PUBLIC KEY-----', 'this is a PEM block, not a license key'],
    ['{"a":1}', 'this is a JSON document, not a license key'],
    ['AKIAIOSFODNN7EXAMPLE', 'this is an AWS access key ID'],
    [' \n', 'nothing but white space, 2 long'],
    ['hello world', 'no license key of a product known here: 11 characters of something else'],
  ])('something else altogether: %s', (text, says) => {
    const verdict = judged(text)
    expect(told(verdict)).toEqual(['unreadable 44', `error key.unrecognized: ${says}`])
    expect(verdict.product).toBeNull()
  })

  test('what no environment variable can hold', () => {
    const kind = (size: number) => judged(`AXON-${'A'.repeat(size - 5)}`).findings[0]?.code
    expect([kind(131_050), kind(131_051), judged('x'.repeat(1 << 20)).findings[0]?.code]).toEqual([
      'key.v1-malformed',
      'key.too-large',
      'key.too-large',
    ])
  })
})
