import { nextTask } from '../runtime/balance.ts'
import { health, metrics } from '../runtime/health.ts'
import { recall } from '../world/weather/memory.ts'
import { meet, type Trouble } from '../world/weather/spells.ts'
import type { World } from '../world/world.ts'
import { json, plain, RESET, type Reply } from './listen.ts'

/** What the load balancer of a service answers, and how many milliseconds of the world's clock later. */
export function runtimePage(
  world: World,
  service: string,
  path: string,
  turn: number,
): { readonly reply: Reply; readonly delay: number } {
  const { trouble, delay, lag } = meet(world, `runtime:${path}`)
  const reply =
    trouble === null ? page(lag > 0 ? recall(world, lag) : world, service, path, turn) : TROUBLES[trouble]
  return { reply, delay }
}

const TROUBLES: Readonly<Record<Trouble, Reply>> = {
  throttled: plain(429, 'too many requests'),
  failing: plain(500, 'internal error'),
  denied: plain(403, 'forbidden'),
  expired: plain(401, 'unauthorized'),
  dropped: RESET,
  lost: RESET,
  garbled: { ...plain(200, '<html>please sign in</html>'), headers: { 'content-type': 'text/html' } },
}

function page(world: World, service: string, path: string, turn: number): Reply {
  const behind = world.services.find(({ name, status }) => name === service && status === 'ACTIVE')
  const task = behind && nextTask(world, behind, turn)
  if (!behind || !task) return plain(503, '503 Service Temporarily Unavailable')
  if (path === '/health') return json(200, health(world, behind, task))
  if (path === '/prometheus') return plain(200, metrics(world, task).trimEnd())
  return plain(404, '404 page not found')
}
