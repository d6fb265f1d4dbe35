import type { REMOTE_CODES } from '../../model/codes/remote.ts'
import type { Explanation } from './explanation.ts'

export const REMOTE_EXPLANATIONS: Partial<Record<keyof typeof REMOTE_CODES, Explanation>> = {}
