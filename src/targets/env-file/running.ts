import { wordDrift } from '../health/drift.ts'
import { listen } from '../health/listen.ts'
import type { Running, Tools } from '../target.ts'
import { inFlight } from './doubts.ts'
import { byLic } from './lines.ts'
import { observe } from './observe.ts'
import type { EnvFileRef } from './ref.ts'

/** The key in the file, and what the runtimes say; a file does not tell who read it, or when. */
export async function running(ref: EnvFileRef, tools: Tools): Promise<Running> {
  const [seen, heard] = await Promise.all([observe({ ...ref, health: [] }, tools), listen(ref.health, tools)])
  const { current, head, refusals, warnings, noLock } = seen
  const { redeploy, rotate } = byLic(ref)
  return {
    head: head.filter(({ label }) => label !== 'restart'),
    current,
    services: [],
    heard,
    findings: [
      ...refusals,
      ...warnings,
      ...noLock,
      ...(seen.inFlight === null ? [] : [inFlight(seen, seen.inFlight.lock)]),
      ...wordDrift(heard, current?.verdict ?? null, tools.product, { reread: redeploy, rotate }),
    ],
    rotate,
  }
}
