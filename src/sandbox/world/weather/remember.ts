import { cloneWorld, type World } from '../world.ts'

/** Keeps what is so after a call, as long as some read may still answer it. */
export function remember(world: World): void {
  const lags = world.weather.map((spell) => (spell.does === 'lagging' ? spell.by : 0))
  const oldest = world.now - Math.max(0, ...lags)
  if (oldest === world.now) return
  const memory = cloneWorld({ ...world, weather: [], memories: [] })
  const needed = world.memories.filter(({ now }) => now > oldest)
  const before = world.memories.findLast(({ now }) => now <= oldest)
  world.memories = [...(before ? [before] : []), ...needed, memory]
}
