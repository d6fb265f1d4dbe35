import { KEY_CODES } from './key.ts'
import { TOKEN_CODES } from './token.ts'

/** What a verdict on a key can rest on: judging needs no others. */
export const VERDICT_CODES = { ...KEY_CODES, ...TOKEN_CODES } as const
