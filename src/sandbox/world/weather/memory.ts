import { instantAt } from '../../../model/instant.ts'
import { advance } from '../advance.ts'
import { cloneWorld, type World } from '../world.ts'

/** What was so a while ago: the newest memory that is old enough, and what happened by itself since. */
export function recall(world: World, lag: number): World {
  const then = instantAt(world.now - lag)
  const memory = world.memories.findLast(({ now }) => now <= then) ?? world.memories[0] ?? world
  const past = cloneWorld(memory)
  advance(past, then)
  return past
}
