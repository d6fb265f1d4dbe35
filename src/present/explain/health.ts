import type { HEALTH_CODES } from '../../model/codes/health.ts'
import type { Explanation } from './explanation.ts'

export const HEALTH_EXPLANATIONS: Partial<Record<keyof typeof HEALTH_CODES, Explanation>> = {}
