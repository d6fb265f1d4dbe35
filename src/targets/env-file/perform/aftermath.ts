import type { Account, Ending, KeyFacts } from '../../../model/plan.ts'
import { word } from '../../../model/shell-word.ts'
import type { Verdict } from '../../../model/verdict.ts'
import { own, type Shown, says } from '../../../model/visible.ts'
import { archivePath, lockPath } from '../archives.ts'
import { byLic } from '../lines.ts'
import type { FileSight } from '../sight.ts'
import type { Run } from './run.ts'

/** Who, which keys, what is true now, and the commands that go on from there. */
export function aftermath(run: Run, ending: Ending): Account {
  const { seen, intent, by, memory } = run
  const current = seen.current === null ? null : factsOf(seen.current.verdict)
  const old = seen.inFlight?.old ?? null
  return {
    by: says`${by} on this machine`,
    keys:
      intent.kind === 'rotate'
        ? { from: current, to: factsOf(intent.warrant.verdict) }
        : { from: old === null ? current : factsOf(old.verdict), to: current },
    proof: ending === 'done' ? proofOf(run) : memory.proof,
    ...stateAt(run, ending),
  }
}

function factsOf(verdict: Verdict): KeyFacts | null {
  if (!('key' in verdict)) return null
  const { fingerprint, tier, expires } = verdict.key
  return { fingerprint, tier, expires }
}

/** What the restart said is proof of little; without one there is only the file. */
function proofOf({ memory, intent }: Run): Account['proof'] {
  if (memory.proof.rung !== 'none' || intent.kind === 'abandon') return memory.proof
  return memory.restarted
    ? { rung: 'restart only', cannotSee: says`that the runtime read the file, and accepts the key` }
    : { rung: 'file only', cannotSee: says`what runs: it reads the file when it starts again` }
}

function stateAt(run: Run, ending: Ending): Pick<Account, 'now' | 'next'> {
  const { seen, archive, memory, intent, tools } = run
  const { path, restart } = seen.ref
  const lines = byLic(seen.ref)
  const kept = archivePath(path, archive)
  switch (ending) {
    case 'done':
      return intent.kind === 'abandon'
        ? { now: [says`${path} is as it was; its lock file is gone`], next: [] }
        : {
            now: [...keptNow(run), ...verifyFirst(run)],
            next:
              restart === null
                ? [
                    says`# restart ${tools.product.restarts.join(' and ')}, for example:`,
                    says`docker compose up -d`,
                  ]
                : [],
          }
    case 'refused':
      return { now: [says`${path} is as it was`], next: [] }
    case 'undone':
      return {
        now: [
          says`${path} is as it was, byte for byte${own(restart === null ? says`` : says`, and was restarted with`)}`,
        ],
        next: [],
      }
    case 'overtaken':
      return {
        now: [
          memory.promoted && !memory.takenBack
            ? says`this run wrote its key into ${path} before somebody else changed it; the file before is kept in ${kept}`
            : says`this run has not changed ${path}`,
        ],
        next: memory.locked ? [lines.abandon] : [],
      }
    case 'stranded':
    case 'unfinished':
      return {
        now: [whereItStands(run)],
        next: [
          ...(memory.promoted && !memory.takenBack ? [says`# go on:`, lines.resume] : []),
          ...(memory.takenBack && restart !== null
            ? [says`# have it read the file as it is again:`, says`${restart}`]
            : []),
          ...(memory.locked
            ? [
                says`# ${memory.takenBack ? 'then' : 'or'} let it be as it is (removes ${lockPath(path)}):`,
                lines.abandon,
              ]
            : []),
          ...(memory.archived && memory.promoted && !memory.takenBack
            ? [
                says`# or by hand, back to the file before:`,
                says`cp ${own(word(kept))} ${own(word(path))}`,
                ...(restart === null ? [] : [says`${restart}`]),
              ]
            : []),
        ],
      }
  }
}

const whereItStands = ({ seen, memory }: Run): Shown => {
  const { path } = seen.ref
  if (memory.takenBack) return says`${path} is as it was; what runs may still hold the new key`
  if (memory.promoted) return says`${path} holds the new key; what runs may still hold the old one`
  return says`${path} is as it was`
}

const keptNow = ({ seen, archive, memory }: Run): readonly Shown[] =>
  memory.archived
    ? [
        says`the file before is kept in ${archivePath(seen.ref.path, archive)}${hadKey(seen) ? ', with the old key in it' : ''}: keep it out of version control and images`,
      ]
    : []

const hadKey = ({ current }: FileSight): boolean => current !== null && current.verdict.kind !== 'absent'

/** What the vendor asks for, where nobody has seen it yet. */
function verifyFirst({ memory, intent }: Run): readonly Shown[] {
  if (memory.proof.rung === 'runtime' || intent.kind === 'redeploy') return []
  return [
    says`the runtime has not said itself that it runs on this key: check that before higher-tier workflows are enabled again`,
  ]
}
