import { Buffer } from 'node:buffer'
import { type Instant, parseInstant } from '../../model/instant.ts'
import { isObject, type JsonValue } from '../../wire/strict-json.ts'
import { Claims } from './claims.ts'

const LARGEST = 1 << 20

/** The JSON object that an admin API answered, its members by any spelling; null for anything else. Never throws. */
export function answerOf(body: Uint8Array): Claims | null {
  if (body.length > LARGEST) return null
  try {
    const value = JSON.parse(Buffer.from(body).toString('utf8')) as JsonValue
    return isObject(value) ? new Claims(value) : null
  } catch {
    return null
  }
}

export const instantIn = (value: JsonValue | undefined): Instant | null =>
  typeof value === 'string' ? (parseInstant(value) ?? null) : null
