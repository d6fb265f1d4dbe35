import { describe, expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { fakeHost, type World } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const LIC_PUBLIC_KEY = `${testAnchors.evaluation},${testAnchors.enterprise}`
const SECRET = 'canary0secret0canary'
const KEY = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20990101' })
const [PAYLOAD = '', SIGNATURE = ''] = KEY.slice('AXON-'.length).split('.')
const PEM = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIcanary\n-----END PRIVATE KEY-----\n'

/** What would give a key or a secret away: any long piece of one. */
const TELLTALES = [
  ...[PAYLOAD, SIGNATURE].flatMap((part) => [part.slice(0, 24), part.slice(20, 44), part.slice(-24)]),
  SECRET,
  'canary',
  'MC4C',
]

const worlds: readonly (readonly [string, readonly string[], World])[] = [
  ['a key as the argument', [KEY], {}],
  ['a damaged key as the argument', [KEY.slice(0, -9)], {}],
  ['a key in quotes', [`"${KEY}"`], {}],
  ['a key with its variable', [`AXONFLOW_LICENSE_KEY=${KEY}`], {}],
  ['a key without its prefix', [`${PAYLOAD}.${SIGNATURE}`], {}],
  ['a key after file:', [`file:${KEY}`], {}],
  ['a key after @', [`@${KEY}`], {}],
  ['a key after env:', [`env:${KEY}`], {}],
  ['a key after dotenv:', [`dotenv:.env#${KEY}`], { files: { '.env': '' } }],
  ['a key after secret:', [`secret:${KEY}:`], {}],
  ['a key as a list', ['--lines', KEY], {}],
  ['a key as an option', [`--${KEY}`], {}],
  ['a key as the value of an option', ['--form', KEY, '-'], {}],
  ['a key as a length of time', ['--warn-within', KEY, '-'], {}],
  ['a key as a moment', ['--at', KEY, '-'], {}],
  ['a key as an identity', ['--expect-identity', KEY, '-'], { stdin: KEY }],
  ['a key as a requirement', ['--require', KEY, '-'], { stdin: KEY }],
  ['a key as a required identity', ['--require', `identity=${KEY}`, '-'], { stdin: KEY }],
  ['a key as a required number', ['--require', `nodes>=${KEY}`, '-'], { stdin: KEY }],
  ['a key as a public key', ['--public-key', KEY, '-'], { stdin: KEY }],
  ['a key as a public key with its use', ['--public-key', `enterprise=${KEY}`, '-'], { stdin: KEY }],
  ['a key as a use', ['--public-key', `${KEY}=x`, '-'], { stdin: KEY }],
  ['a key as a pin', ['--pin', KEY, '-'], { stdin: KEY }],
  ['a key as a platform', ['--platform', KEY, '-'], { stdin: KEY }],
  ['an HMAC secret as the argument', ['--hmac-secret', SECRET, '-'], { stdin: KEY }],
  [
    'a private key as a public key',
    ['--public-key', 'file:k.pem', '-'],
    { stdin: KEY, files: { 'k.pem': PEM } },
  ],
  ['a private key as a license', ['file:k.pem'], { files: { 'k.pem': PEM } }],
  ['a good key', ['-'], { stdin: KEY }],
  ['a key with text after it', ['-'], { stdin: `${KEY}${SECRET}` }],
  ['two keys', ['-'], { stdin: `${KEY}${KEY}` }],
  ['a list', ['--lines', '-'], { stdin: `${KEY}\n${KEY.slice(9)}\n# ${SECRET}\n${SECRET}\n` }],
  ['a password', ['-'], { stdin: SECRET }],
  ['a password as the argument', [SECRET], {}],
  ['a URL with a password', ['-'], { stdin: `https://user:${SECRET}@example.com/` }],
  ['a JSON document', ['-'], { stdin: `{"password":"${SECRET}","license":"${KEY}"}` }],
]

describe('no secret in any output', () => {
  test.each(worlds)('%s', async (_name, args, world) => {
    for (const how of [[], ['--json'], ['--debug'], ['--format-only']]) {
      const host = fakeHost({ env: { LIC_PUBLIC_KEY }, ...world })
      await run(['check', ...args, ...how], host)
      const said = host.out() + host.err()
      expect(said).not.toBe('')
      expect(TELLTALES.filter((piece) => said.includes(piece))).toEqual([])
    }
  })
})
