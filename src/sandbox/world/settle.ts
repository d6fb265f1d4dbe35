import { reconcile } from './ecs/reconcile.ts'
import type { World } from './world.ts'

/** Lets every service act on what has just changed. */
export function settle(world: World): void {
  for (const service of world.services) if (service.status === 'ACTIVE') reconcile(world, service)
}
