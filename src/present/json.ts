import type { Answer, Json, Trouble } from '../model/answer.ts'

const BEYOND_ASCII = /[\u007f-\uffff]/g

/** One line of 7-bit JSON. */
export const toJsonLine = (value: Json): string => `${toAscii(JSON.stringify(value))}\n`

/** 7-bit JSON for people: one field a line. */
export const toPrettyJson = (value: Json): string => `${toAscii(JSON.stringify(value, null, 2))}\n`

const toAscii = (json: string): string =>
  json.replace(BEYOND_ASCII, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The envelope that every command's JSON comes in. */
export function envelope(command: string, answer: Pick<Answer, 'exitCode' | 'result' | 'error'>): Json {
  return {
    schema: 'lic/1',
    command,
    ok: answer.exitCode === 0,
    exitCode: answer.exitCode,
    ...(answer.result === undefined ? {} : { result: answer.result }),
    ...(answer.error === undefined ? {} : { error: troubleJson(answer.error) }),
  }
}

const troubleJson = (trouble: Trouble): Json => ({
  code: trouble.code,
  message: trouble.message,
  hints: trouble.hints,
})
