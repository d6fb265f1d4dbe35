import type { KEY_CODES } from '../../model/codes/key.ts'
import type { Explanation } from './explanation.ts'

export const KEY_EXPLANATIONS: Partial<Record<keyof typeof KEY_CODES, Explanation>> = {}
