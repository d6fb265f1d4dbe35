import type { SOURCE_CODES } from '../../model/codes/source.ts'
import type { Explanation } from './explanation.ts'

export const SOURCE_EXPLANATIONS: Partial<Record<keyof typeof SOURCE_CODES, Explanation>> = {}
