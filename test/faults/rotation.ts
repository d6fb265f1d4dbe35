import { connect } from '../../src/host/aws/clients.ts'
import { get } from '../../src/host/node-http.ts'
import { instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { startSandbox } from '../../src/sandbox/sandbox.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { type FakeHost, fakeHost } from '../support/host.ts'

const NOON = Date.UTC(2026, 10, 23, 12)
const SECRET = 'axonflow/license-key'

export interface Outcome {
  readonly exitCode: number
  readonly ok: boolean
  readonly error?: { readonly code: string; readonly message: string }
  readonly result?: { readonly report: { readonly ending: string } | null }
}

/** A sandbox on loopback whose clock is the one of whoever works on it: nothing has to be waited for. */
export async function deployment() {
  let clock = NOON
  const now = () => instantAt(clock)
  const sandbox = await startSandbox({ now, chance: 7 })
  const key = sandbox.issue({ tier: 'Enterprise', days: 300 })
  const started = currentText(sandbox.world())

  /** An operator on a machine of their own; `endpoint` is what they take for AWS. */
  const operator = (endpoint: string): FakeHost => {
    const env = { ...sandbox.env, AWS_ENDPOINT_URL: endpoint }
    const host = fakeHost({ env, files: { 'new.key': key } })
    return Object.assign(host, {
      now,
      sleep: async (milliseconds: number) => {
        clock += milliseconds
        await new Promise((resolve) => setImmediate(resolve))
      },
      get,
      aws: (settings: Parameters<FakeHost['aws']>[0]) => connect(settings, process.env, transport(endpoint)),
    })
  }

  const lic = async (endpoint: string, ...argv: string[]): Promise<Outcome> => {
    const host = operator(endpoint)
    await run([...argv, '--json'], host)
    const text = host.out()
    if (text.includes(key.slice(5, 60)) || host.err().includes(key.slice(5, 60)))
      throw new Error('the key can be read in what was printed')
    return JSON.parse(text) as Outcome
  }
  const world = () => sandbox.world()
  return {
    endpoint: sandbox.endpoint,
    lic,
    world,
    /** Lets the world's time pass. */
    pass: (milliseconds: number) => {
      clock += milliseconds
      return sandbox.world()
    },
    health: Object.values(sandbox.healthUrls).flatMap((url) => ['--health-url', url]),
    /** whose key AWSCURRENT is: the one that was there, or the new one */
    live: () => {
      const text = currentText(world())
      return text === key ? 'new' : text === started ? 'old' : 'neither'
    },
    close: () => sandbox.close(),
  }
}

const transport = (endpoint: string) => ({
  endpoint,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  region: 'us-east-1',
})

const secretOf = (world: World) => world.secrets.find(({ name }) => name === SECRET)

export function currentText(world: World): string | undefined {
  const secret = secretOf(world)
  return secret?.versions.find(({ id }) => id === secret.labels.get('AWSCURRENT'))?.content.text
}

/** Labels of ours, without what differs from run to run. */
export const ours = (world: World): readonly string[] =>
  [...(secretOf(world)?.labels.keys() ?? [])]
    .filter((label) => label.startsWith('lic-'))
    .map((label) => label.split('.')[0] ?? '')
    .sort()

/** Whether the version that AWSCURRENT was on at first still has a label. */
export const tiers = (world: World): readonly string[] =>
  [
    ...new Set(
      world.tasks.filter(({ status }) => status === 'RUNNING').map(({ license }) => license?.tier ?? 'none'),
    ),
  ].sort()
