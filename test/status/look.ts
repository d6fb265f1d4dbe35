import { run } from '../../src/run.ts'
import type { Sandboxed } from '../support/sandboxed.ts'

export interface Seen {
  readonly exitCode: number
  readonly result: {
    readonly tierInForce: string | null
    readonly services: readonly {
      readonly name: string
      readonly tasks: { withThisKey: number; withTheOneBefore: number; unknown: number } | null
    }[]
    readonly runtimes: readonly { readonly counters: readonly unknown[] }[]
    readonly nodes: Readonly<Record<string, unknown>> | null
    readonly findings: readonly {
      readonly code: string
      readonly message: string
      readonly hints: readonly string[]
    }[]
  }
}

/** `lic status --json`, and what it says. */
export async function status(here: Pick<Sandboxed, 'host'>, ...argv: string[]): Promise<Seen> {
  const before = here.host.out().length
  const exitCode = await run(['status', ...argv, '--json'], here.host)
  const seen = JSON.parse(here.host.out().slice(before)) as Seen
  if (seen.exitCode !== exitCode) throw new Error(`exits ${exitCode}, and says ${seen.exitCode}`)
  return seen
}

export const codes = ({ result }: Seen): readonly string[] => result.findings.map(({ code }) => code)

export const tasksOf = ({ result }: Seen) => result.services.map(({ tasks }) => tasks && Object.values(tasks))
