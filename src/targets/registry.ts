import { openAws } from './aws/target.ts'

/** The one list of places where keys are deployed. */
export const TARGETS = { aws: openAws } as const
