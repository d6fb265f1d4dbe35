import type { ROTATION_CODES } from '../../model/codes/rotation.ts'
import type { Explanation } from './explanation.ts'

export const ROTATION_EXPLANATIONS: Partial<Record<keyof typeof ROTATION_CODES, Explanation>> = {}
