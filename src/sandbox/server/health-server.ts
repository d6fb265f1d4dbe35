import type { Instant } from '../../model/instant.ts'
import { advance } from '../world/advance.ts'
import type { World } from '../world/world.ts'
import { type Listener, listen } from './listen.ts'
import { runtimePage } from './runtime-page.ts'

interface Balanced {
  readonly world: () => World
  readonly now: () => Instant
  /** seconds inside for each second outside */
  readonly speed: number
  /** the ECS service behind it */
  readonly service: string
}

/** A load balancer in front of one service: each request goes to the next healthy task. */
export async function serveHealth({ world, now, speed, service }: Balanced): Promise<Listener> {
  let turn = 0
  return listen(0, ({ url }) => {
    const here = world()
    advance(here, now())
    const { reply, delay } = runtimePage(here, service, url.pathname, turn++)
    return { ...reply, after: delay / speed }
  })
}
