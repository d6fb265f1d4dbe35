import type { Instant } from '../../model/instant.ts'
import { nextTask } from '../runtime/balance.ts'
import { health, metrics } from '../runtime/health.ts'
import { advance } from '../world/advance.ts'
import type { World } from '../world/world.ts'
import { json, type Listener, listen, plain } from './listen.ts'

interface Balanced {
  readonly world: () => World
  readonly now: () => Instant
  /** the ECS service behind it */
  readonly service: string
}

/** A load balancer in front of one service: each request goes to the next healthy task. */
export async function serveHealth({ world, now, service }: Balanced): Promise<Listener> {
  let turn = 0
  return listen(0, ({ url }) => {
    const here = world()
    advance(here, now())
    const behind = here.services.find(({ name, status }) => name === service && status === 'ACTIVE')
    const task = behind && nextTask(here, behind, turn++)
    if (!behind || !task) return plain(503, '503 Service Temporarily Unavailable')
    if (url.pathname === '/health') return json(200, health(here, behind, task))
    if (url.pathname === '/prometheus') return plain(200, metrics(here, task).trimEnd())
    return plain(404, '404 page not found')
  })
}
