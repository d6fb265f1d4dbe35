import { describe, expect, test } from 'vitest'
import { strays } from '../../src/input/strays.ts'
import { sampleKey } from '../support/sample-keys.ts'

const KEY = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20271028' })
const bytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const named = (text: string) => strays(bytes(text)).map(({ code, says }) => [code, says])

const wrong = (what: string) => [['source.wrong-thing', what]]

describe('what happened to a key on its way', () => {
  test.each([
    ['nothing', KEY, []],
    ['nothing there', '', []],
    [
      'saved with a byte-order mark',
      `\ufeff${KEY}`,
      [['source.encoding', 'the text begins with a byte-order mark']],
    ],
    [
      'wrapped in quotes',
      `"${KEY}"`,
      [['source.quotes', 'the key is wrapped in quotes, and they are part of it']],
    ],
    [
      'wrapped by a word processor',
      `“${KEY}”`,
      [['source.quotes', 'the key is wrapped in quotes, and they are part of it']],
    ],
    [
      'copied from the documentation',
      'AXON-eyJ...<payload>.<signature>',
      [['source.placeholder', 'this is a placeholder from documentation, not a key']],
    ],
    [
      'copied from the documentation of the old format',
      'AXON-{TIER}-{ORG}-{EXPIRY}-{SIGNATURE}',
      [['source.placeholder', 'this is a placeholder from documentation, not a key']],
    ],
    [
      'cut short for display',
      `${KEY.slice(0, 20)}…`,
      [['source.placeholder', 'cut short: an ellipsis stands where the rest of the key should be']],
    ],
    ['two at once', `${KEY}${KEY}`, [['source.two-keys', '2 keys in one text']]],
    ['a list of them', `${KEY}\n${KEY}\n${KEY}`, [['source.two-keys', '3 keys in one text']]],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----',
      wrong('this is a private key'),
    ],
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nabc\n-----END PUBLIC KEY-----',
      wrong('this is a public key'),
    ],
    [
      'an AWS secret',
      `${'wJalrXUtnFEMI/K7MDENG'}/bPxRfiCYEXAMPLEKEY`,
      wrong('this looks like an AWS secret access key'),
    ],
    ['a token', 'ghp_abc', wrong('this is a token of another service')],
    ['a URL', 'https://example.com/license', wrong('this is a URL')],
    [
      'a variable',
      '$AXONFLOW_LICENSE_KEY',
      wrong('this is the name of a variable that was not replaced by its value'),
    ],
    [
      'a template',
      '{{ .Values.license }}',
      wrong('this is the name of a variable that was not replaced by its value'),
    ],
    ['a masked value', '***', wrong('a build server put asterisks here in place of a secret')],
    ['a word for nothing', 'undefined', wrong('this is a word for nothing, as programs write it')],
    ['something unknown', 'hello', []],
  ])('%s', (_name, text, expected) => {
    expect(named(text)).toEqual(expected)
  })

  test('saved as UTF-16', () => {
    for (const mark of [[], [0xff, 0xfe]]) {
      const text = Buffer.concat([Buffer.from(mark), Buffer.from(KEY, 'utf16le')]).toString('latin1')
      expect(strays(text).map(({ says }) => says)).toEqual(['the text is UTF-16, not UTF-8'])
    }
  })

  test('each says what to do, and none repeats the text', () => {
    for (const text of [`"${KEY}"`, `${KEY}${KEY}`, `${KEY.slice(0, 60)}...`])
      for (const { says, hints } of strays(text)) {
        expect(hints.length).toBeGreaterThan(0)
        expect([says, ...hints].join(' ')).not.toContain(KEY.slice(5, 15))
      }
  })
})
