import { Buffer } from 'node:buffer'
import type { DecodedKey, Decoding } from '../../model/decoded.ts'
import { error, type Finding } from '../../model/finding.ts'
import type { KeyText } from '../../model/key-text.ts'
import { says } from '../../model/visible.ts'
import { fingerprintOf } from '../../wire/digest.ts'
import { PREFIX } from './front.ts'

const LONGEST = 4096
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i
const RUN = /^[A-Za-z0-9]*/
/** A longer run of letters and digits is no ID alone, and where its secret begins cannot be seen. */
const LONGEST_ID = 32
const SHORTEST_SECRET = 16
/** How much of an ID stands in messages, so that one that is really more than an ID gives nothing away. */
const SHOWN = 12
const UNSEEN = 8

const WHERE = says`the License Token is shown once, when the license is made in the Console: it is the ID and a secret in one`

/**
 * A License Token: `aalk_`, the public ID, and a secret. How the two are joined is not published, so the ID is taken to
 * end at the first character that is neither letter nor digit, and everything after it is secret. Never throws.
 */
export function decode(text: KeyText): Decoding {
  if (text.length === 0) return { kind: 'absent', product: 'alphaagent' }
  const whole = text.reveal()
  const at = whole.slice(0, LONGEST).indexOf(PREFIX)
  if (at < 0)
    return {
      kind: 'unrecognized',
      faults: [
        error('key.unrecognized', says`this is no AlphaAgent License Token: one begins with ${PREFIX}`),
      ],
    }
  const fault = damage(whole, at)
  if (fault !== null) return malformed(fault)
  const rest = whole.slice(PREFIX.length)
  const run = UUID.exec(rest)?.[0] ?? RUN.exec(rest)?.[0] ?? ''
  const after = rest.slice(run.length)
  if (run === '')
    return malformed(error('key.token-malformed', says`nothing that could be an ID follows ${PREFIX}`, WHERE))
  if (after === '')
    return run.length <= LONGEST_ID || UUID.test(run)
      ? malformed(idOnly(run))
      : decoded(null, run.slice(0, UNSEEN))
  if (after.length <= SHORTEST_SECRET) return malformed(cutShort(after.length - 1))
  return decoded(run, run)
}

function damage(whole: string, at: number): Finding | null {
  if (whole.length > LONGEST)
    return error('key.too-large', says`${whole.length} bytes: a License Token has some hundred at most`)
  if (at > 0)
    return error(
      'key.prefix',
      says`${at} characters before the token`,
      says`it must begin with ${PREFIX}: paste it alone`,
    )
  const stray = whole.search(/[^!-~]/)
  if (stray >= 0)
    return error(
      'key.token-malformed',
      says`a space, a line break or another stray byte in the token, at position ${stray + 1}`,
      WHERE,
    )
  const second = whole.indexOf(PREFIX, 1)
  return second < 0
    ? null
    : error('key.token-malformed', says`a second ${PREFIX} begins at position ${second + 1}: these are two`)
}

const malformed = (fault: Finding): Decoding => ({
  kind: 'malformed',
  product: 'alphaagent',
  form: 'token',
  faults: [fault],
})

const idOnly = (id: string): Finding =>
  error(
    'key.id-only',
    says`this is a License ID, ${PREFIX}${id.slice(0, SHOWN)}${id.length > SHOWN ? '…' : ''}, and not a License Token: it names the license and opens nothing`,
    WHERE,
  )

const cutShort = (characters: number): Finding =>
  error(
    'key.id-only',
    says`cut short: ${characters} characters after the ID are too few for its secret`,
    WHERE,
  )

/** @param id null where it cannot be told from the secret @param hashed what the fingerprint is made of, never the secret */
const decoded = (
  id: string | null,
  hashed: string,
): { readonly kind: 'decoded'; readonly key: DecodedKey } => ({
  kind: 'decoded',
  key: {
    product: 'alphaagent',
    form: 'token',
    formName: 'License Token',
    prefix: PREFIX,
    fingerprint: fingerprintOf(Buffer.from(PREFIX + hashed, 'latin1')),
    tier: null,
    identity: id === null ? null : { value: PREFIX + id, field: 'License ID' },
    issued: null,
    expires: null,
    audience: null,
    facts: [
      {
        label: 'secret',
        field: 'secret',
        values: ['not shown'],
        note: id === null ? 'where it begins is not published' : 'everything after the ID',
      },
    ],
    grants: [],
    proof: { kind: 'none' },
    findings: [],
  },
})
