import type { KeyText } from '../../src/model/key-text.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { LAG } from '../../src/targets/aws/freshness.ts'
import { holderOf, PREVIOUS } from '../../src/targets/aws/labels.ts'
import { isDeploying } from '../../src/targets/aws/look-at-services.ts'
import { justChanged } from '../../src/targets/aws/perform/last-look.ts'
import type { Run as PerformedRun } from '../../src/targets/aws/perform/run.ts'
import { judge } from '../../src/verdict/judge.ts'
import { issuer, NOON } from './cloud.ts'

/**
 * Times at which AWSCURRENT may have been elsewhere that reach back before every task that counts end alike when the
 * latest of them does; and so will those that the next look finds.
 */
function looks(run: PerformedRun): object {
  const { memory, since } = run
  const { notAfter: first } = memory.takenBack ?? memory.promoted ?? since
  const early = memory.astray.filter(({ notBefore }) => notBefore <= first)
  const { lastLook } = memory
  return {
    astray: [
      Math.max(0, ...early.map(({ notAfter }) => notAfter)),
      ...memory.astray.filter((each) => !early.includes(each)),
    ],
    lastLook: lastLook && [lastLook.changed, Math.max(lastLook.date - LAG, first), justChanged(run)],
  }
}

/**
 * When the secret was heard of last tells how early AWSCURRENT may have been moved: once it was, nobody asks any more.
 * Nor does anybody for since when the old key was there; and of when it was moved back only the latest counts.
 */
const moves = ({ memory: { promoted, takenBack, heard }, since }: PerformedRun): object => ({
  heard: promoted === null ? heard : null,
  since: promoted === null ? since.notAfter : null,
  takenBack: takenBack?.notAfter,
})

/** Of what was seen for the plan: only what a step compares with. What the plan wants done is in its steps. */
export function memoryOf(run: PerformedRun): unknown {
  const { seen, memory, old, version, runLabel, archives, lived } = run
  const services = seen.services.map(({ service }) => [service.taskDefinition, isDeploying(service)])
  const previous = holderOf(seen.secret?.stages ?? {}, PREVIOUS)
  const plain = (_: string, value: unknown) =>
    value instanceof Map ? [...value].sort() : value instanceof Set ? [...value].sort() : value
  const own = JSON.stringify([{ ...memory, ...looks(run), ...moves(run) }, archives, lived], plain)
  return [services, previous, seen.unread, seen.creates, old?.version, version, runLabel, own]
}

const verdicts = new Map<string, Verdict>()

export function judged(text: KeyText): Verdict {
  const latin = text.reveal()
  const anchors = Object.entries(issuer.anchors).map(([usage, hex]) => ({
    usage,
    publicKey: { kind: 'ed25519' as const, raw: Uint8Array.from(Buffer.from(hex, 'hex')) },
    id: usage,
    name: usage,
    origin: 'given' as const,
    from: 'the sandbox',
  }))
  const known = verdicts.get(latin)
  const verdict =
    known ?? judge(text, { now: NOON, rules: { platform: null }, keyring: { anchors, hmac: null } })
  verdicts.set(latin, verdict)
  return verdict
}
