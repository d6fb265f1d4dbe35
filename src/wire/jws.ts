import { Buffer } from 'node:buffer'
import { readExactBase64url } from './base64url.ts'
import { type JsonObject, readStrictJson, type StrictJsonFault } from './strict-json.ts'

type JwsPart = 'header' | 'payload' | 'signature'

export type JwsFault =
  | { readonly kind: 'parts'; readonly dots: number }
  | { readonly kind: 'empty'; readonly part: JwsPart }
  /** `at`: the first character that base64url does not have, in the whole text; null: its length or its left-over bits */
  | { readonly kind: 'base64'; readonly part: JwsPart; readonly at: number | null; readonly size: number }
  | { readonly kind: 'json'; readonly part: JwsPart; readonly fault: StrictJsonFault }
  | { readonly kind: 'algorithm'; readonly name: string | null }
  | { readonly kind: 'critical' }

/** A JWS in compact form that was taken apart, and whose signature nobody has looked at yet. */
export interface Jws {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** the payload as it stands in the text */
  readonly payloadText: string
  /** what was signed: header, dot and payload, as they stand in the text */
  readonly message: Buffer
  readonly signature: Buffer
}

export type JwsRead =
  | { readonly ok: true; readonly jws: Jws }
  | { readonly ok: false; readonly fault: JwsFault }

/**
 * Reads a JWS in compact form (RFC 7515, section 7.1) whose payload is a JSON object, for RS256 alone. Stricter than
 * most libraries: three parts of base64url without padding, white space or left-over bits; JSON in UTF-8 without a
 * byte-order mark and without repeated members; no `crit`. Nothing in the header chooses a key.
 *
 * @param text one character per byte
 */
export function readJws(text: string): JwsRead {
  if (text !== last.text) last = { text, read: read(text) }
  return last.read
}

/** Several products may look at the same text, one after the other. */
let last: { readonly text: string; readonly read: JwsRead } = {
  text: '',
  read: { ok: false, fault: { kind: 'parts', dots: 0 } },
}

/** Everything after the signing key of one issuer has the same header. */
let lastHeader: { readonly text: string; readonly value: JsonObject } | null = null

const refuse = (fault: JwsFault) => ({ ok: false, fault }) as const

function read(text: string): JwsRead {
  const parts = readCompact(text)
  if (!parts.ok) return parts
  const claims = readStrictJson(parts.payload)
  if (!claims.ok) return refuse({ kind: 'json', part: 'payload', fault: claims.fault })
  const { header, payloadText, message, signature } = parts
  return { ok: true, jws: { header, claims: claims.value, payloadText, message, signature } }
}

/** The three parts, whatever the payload holds. @param text one character per byte */
export function readCompact(
  text: string,
):
  | ({ readonly ok: true; readonly payload: Buffer } & Omit<Jws, 'claims'>)
  | { readonly ok: false; readonly fault: JwsFault } {
  const first = text.indexOf('.')
  const second = text.indexOf('.', first + 1)
  if (first < 0 || second < 0 || text.indexOf('.', second + 1) >= 0)
    return refuse({ kind: 'parts', dots: text.split('.').length - 1 })
  const header = readHeader(text.slice(0, first))
  if ('kind' in header) return refuse(header)
  const payloadText = text.slice(first + 1, second)
  const payload = part('payload', payloadText, first + 1)
  if ('kind' in payload) return refuse(payload)
  const signature = part('signature', text.slice(second + 1), second + 1)
  if ('kind' in signature) return refuse(signature)
  const message = Buffer.from(text.slice(0, second), 'latin1')
  return {
    ok: true,
    header: header.value,
    payload: payload.bytes,
    payloadText,
    message,
    signature: signature.bytes,
  }
}

function readHeader(text: string): { readonly value: JsonObject } | JwsFault {
  if (lastHeader?.text === text) return lastHeader
  const found = part('header', text, 0)
  if ('kind' in found) return found
  const json = readStrictJson(found.bytes)
  if (!json.ok) return { kind: 'json', part: 'header', fault: json.fault }
  const { value } = json
  const name = Object.hasOwn(value, 'alg') ? value.alg : undefined
  if (name !== 'RS256') return { kind: 'algorithm', name: typeof name === 'string' ? name : null }
  if (Object.hasOwn(value, 'crit')) return { kind: 'critical' }
  lastHeader = { text, value }
  return lastHeader
}

/** Exactly as an encoder writes it: everything else decodes to bytes that are written otherwise. */
function part(name: JwsPart, text: string, from: number): { readonly bytes: Buffer } | JwsFault {
  if (text === '') return { kind: 'empty', part: name }
  const bytes = readExactBase64url(text)
  if (bytes !== null) return { bytes }
  const stray = text.search(/[^\w-]/)
  return {
    kind: 'base64',
    part: name,
    at: stray < 0 ? null : from + stray,
    size: Buffer.from(text, 'base64url').length,
  }
}
