import { get } from '../../../src/host/node-http.ts'
import { instantAt } from '../../../src/model/instant.ts'
import { run } from '../../../src/run.ts'
import { type FakeHost, fakeHost, type World } from '../../support/host.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))

/** A fake host whose GETs are real: to loopback only. */
export const hostWith = (world: World = {}): FakeHost =>
  fakeHost({ now: NOON, get: (url) => get({ url, timeoutMs: 10_000, capBytes: 65_536 }), ...world })

/** The variables that lines for a shell set. */
export const variablesOf = (lines: string): Record<string, string> =>
  Object.fromEntries(
    [...lines.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, name = '', value = '']) => [name, value]),
  )

/** `lic sandbox`, until `use` has ended; its exit code. */
export async function running(
  argv: readonly string[],
  use: (env: Record<string, string>, host: FakeHost) => Promise<void>,
  world: World = {},
): Promise<number> {
  const host = hostWith(world)
  const ended = run(['sandbox', ...argv], host)
  while (host.err() === '') await new Promise((resolve) => setTimeout(resolve, 5))
  try {
    await use(variablesOf(host.out()), host)
  } finally {
    host.signal('SIGTERM')
  }
  return ended
}
