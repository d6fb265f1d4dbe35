import { openScaling } from './aws/scale/target.ts'
import { openAws } from './aws/target.ts'
import { openEnvFile } from './env-file/target.ts'
import { openAdmin } from './http-admin/target.ts'

/** The one list of places where keys are deployed. */
export const TARGETS = {
  aws: openAws,
  awsScaling: openScaling,
  envFile: openEnvFile,
  httpAdmin: openAdmin,
} as const
