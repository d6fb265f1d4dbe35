import { arn, type World } from './world.ts'

/** GetCallerIdentity: one operator, the same for everybody. */
export const callerIdentity = (world: World) => ({
  UserId: 'AIDASANDBOXOPERATOR00',
  Account: world.account,
  Arn: arn({ ...world, region: '' }, 'iam', 'user/sandbox-operator'),
})
