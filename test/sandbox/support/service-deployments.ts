import type { Fields } from '../../../src/sandbox/world/fields.ts'
import type { World } from '../../../src/sandbox/world/world.ts'
import { AGENT, ecs } from './ecs.ts'

/** A service's deployments, newest first, as they are listed. */
export const listed = (world: World, more: object = {}) =>
  ecs(world, 'ListServiceDeployments', { service: AGENT, ...more }).serviceDeployments as Fields[]

/** The story of the newest deployment, or of another. */
export const told = (world: World, nth = 0): Fields =>
  (
    ecs(world, 'DescribeServiceDeployments', {
      serviceDeploymentArns: [listed(world)[nth]?.serviceDeploymentArn],
    }).serviceDeployments as Fields[]
  )[0] as Fields
