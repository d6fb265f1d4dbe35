import { tasksOf } from '../world/ecs/find.ts'
import type { Service, Task } from '../world/ecs/nouns.ts'
import type { World } from '../world/world.ts'

/** The task that a load balancer would ask next: healthy ones in turn; undefined where there is none. */
export function nextTask(world: World, service: Service, turn: number): Task | undefined {
  const healthy = tasksOf(world, service).filter((task) => task.ready && task.status === 'RUNNING')
  return healthy[turn % Math.max(1, healthy.length)]
}
