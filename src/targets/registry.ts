import { openAws } from './aws/target.ts'
import { openEnvFile } from './env-file/target.ts'

/** The one list of places where keys are deployed. */
export const TARGETS = { aws: openAws, envFile: openEnvFile } as const
