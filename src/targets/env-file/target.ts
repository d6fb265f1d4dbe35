import { error } from '../../model/finding.ts'
import type { KeyText } from '../../model/key-text.ts'
import { LicError } from '../../model/lic-error.ts'
import { says } from '../../model/visible.ts'
import type { KeptKey, Target, Tools } from '../target.ts'
import type { Archive } from './archives.ts'
import { draft } from './draft.ts'
import { observe, readArchives } from './observe.ts'
import { valueIn } from './perform/edit.ts'
import { performer } from './perform/performer.ts'
import type { EnvFileRef } from './ref.ts'
import { running } from './running.ts'
import type { FileSight } from './sight.ts'
import type { FileStep } from './steps.ts'

/** A variable of a file, as Docker Compose and others read it, and the command that restarts what reads it. */
export async function openEnvFile(ref: EnvFileRef, tools: Tools): Promise<Target<FileSight, FileStep>> {
  return {
    observe: () => observe(ref, tools),
    running: () => running(ref, tools),
    history: async () => {
      const seen = await observe(ref, tools)
      const kept = seen.archives.map((one) => keptIn(one, ref, tools))
      const head = seen.head.slice(0, 1)
      const [unread] = seen.refusals
      if (unread === undefined) return { head, keys: [...live(seen), ...kept] }
      if (kept.length === 0) throw new LicError('source.unreadable', unread.says, ...unread.hints)
      return { head: [...head, { label: 'note', value: unread.says }], keys: kept }
    },
    archived: async () => {
      const archives = await readArchives(ref.path, tools.host)
      return archives.map((one) => keptIn(one, ref, tools))
    },
    draft: (seen, intent, noUndo) => draft(seen, intent, noUndo, tools.product),
    performer: (seen, intent) => performer(seen, intent, tools),
  }
}

const live = ({ current, ref }: FileSight): readonly KeptKey[] =>
  current === null
    ? []
    : [
        {
          version: 'live',
          created: null,
          labels: [ref.path],
          as: ['current'],
          archived: null,
          failed: null,
          otherLabels: [],
          key: current,
        },
      ]

function keptIn(
  { version, archived, file, path }: Archive,
  { variable }: EnvFileRef,
  { judge }: Tools,
): KeptKey {
  const text: KeyText | null = file === null ? null : valueIn(file, variable)
  return {
    version,
    created: null,
    labels: [path],
    as: ['archived'],
    archived,
    failed: null,
    otherLabels: [],
    key:
      text === null
        ? { why: error('file.denied', says`${path} cannot be read, or does not set ${variable}`) }
        : { text, verdict: judge(text) },
  }
}
