import { run } from '../../src/run.ts'
import type { World } from '../../src/sandbox/world/world.ts'
import { sampleKey } from '../support/sample-keys.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'

export const SECRET = 'axonflow/license-key'
export const NEW_KEY = 'new.key'

/** A key that lic is told to trust, and the runtimes are not: its tasks refuse to start. */
export const UNBOOTABLE = sampleKey({
  tier: 'Enterprise',
  org_id: 'acme',
  deployment_id: 'acme',
  expires_at: '20280101',
})

export interface Outcome {
  readonly exitCode: number
  readonly ok: boolean
  readonly error?: { readonly code: string; readonly message: string; readonly hints: readonly string[] }
  readonly result: {
    readonly plan: { readonly steps: readonly { readonly id: string }[] }
    readonly report: {
      readonly ending: string
      readonly now: readonly string[]
      readonly next: readonly string[]
      readonly steps: readonly StepSaid[]
      readonly undo: readonly StepSaid[]
    } | null
  }
}

interface StepSaid {
  readonly id: string
  readonly status: string
  readonly evidence?: readonly { readonly label: string; readonly value: string }[]
}

/** Runs one command line with --json and gives what it printed. */
export async function lic(here: Sandboxed, ...argv: string[]): Promise<Outcome> {
  await run([...argv, '--json'], here.host)
  return JSON.parse(here.host.out()) as Outcome
}

/** A deployment with a Professional key, and a new key in the file `new.key`. */
export const withNewKey = (options: Parameters<typeof sandboxed>[0] & { wish?: object } = {}) =>
  sandboxed({ ...options, told: (key) => ({ files: { [NEW_KEY]: key(options.wish) } }) })

export const rotate = (here: Sandboxed, ...argv: string[]) =>
  lic(here, 'rotate', `file:${NEW_KEY}`, '--yes', ...argv)

/** `AWSCURRENT v2`: labels without what changes from run to run, and versions in the order they were put. */
export function labels(world: World): readonly string[] {
  const secret = world.secrets.find(({ name }) => name === SECRET)
  return [...(secret?.labels ?? [])]
    .map(([label, holder]) => {
      const at = secret?.versions.findIndex(({ id }) => id === holder) ?? -1
      return `${label.split('.')[0]} v${at + 1}`
    })
    .sort()
}

/** The value of AWSCURRENT. */
export function currentValue(world: World): string | undefined {
  const secret = world.secrets.find(({ name }) => name === SECRET)
  return secret?.versions.find(({ id }) => id === secret.labels.get('AWSCURRENT'))?.content.text
}

/** Which tier each running task runs with. */
export const running = (world: World): readonly string[] =>
  world.tasks
    .filter(({ status }) => status === 'RUNNING')
    .map(({ license }) => license?.tier ?? 'none')
    .sort()

/** The labels of each version without what changes from run to run: that of AWSCURRENT first. */
export const labelsOf = (
  stages: Readonly<Record<string, readonly string[]>>,
): readonly (readonly string[])[] =>
  Object.values(stages)
    .map((labels) => labels.map((label) => label.split('.')[0] ?? '').sort())
    .sort((a, b) => (a.join() < b.join() ? -1 : 1))
