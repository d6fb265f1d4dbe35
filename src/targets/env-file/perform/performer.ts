import { KeyText } from '../../../model/key-text.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import type { Intent, Performer, Tools, Watch } from '../../target.ts'
import { archiveVersion } from '../archives.ts'
import type { FileSight } from '../sight.ts'
import type { FileStep } from '../steps.ts'
import { aftermath } from './aftermath.ts'
import { changesFor } from './changes.ts'
import { edited } from './edit.ts'
import {
  archive,
  dropArchive,
  lock,
  lookAgain,
  promote,
  prune,
  readAgain,
  takeBack,
  takeUp,
  unlock,
} from './files.ts'
import { prove } from './prove.ts'
import { restart } from './restart.ts'
import type { Run } from './run.ts'

/** Carries out the steps of one plan, in one run. */
export function performer(seen: FileSight, intent: Intent, tools: Tools): Performer<FileStep> {
  const run = begin(seen, intent, tools)
  return {
    perform: (step, watch) => perform(run, step, watch),
    aftermath: (ending) => aftermath(run, ending),
  }
}

async function perform(run: Run, step: FileStep, watch: Watch): Promise<StepOutcome> {
  switch (step.do) {
    case 'lock':
      return lock(run)
    case 'take-up':
      return takeUp(run)
    case 'look-again':
      return lookAgain(run)
    case 'prune':
      return prune(run, step.archives)
    case 'archive':
      return archive(run)
    case 'promote':
      return promote(run)
    case 'restart':
      return restart(run, step.side, watch)
    case 'prove':
      return prove(run, watch)
    case 'read-again':
      return readAgain(run)
    case 'take-back':
      return takeBack(run)
    case 'drop-archive':
      return dropArchive(run)
    case 'finish':
    case 'unlock':
      return unlock(run)
  }
}

function begin(seen: FileSight, intent: Intent, tools: Tools): Run {
  const { inFlight, file, current } = seen
  const began = tools.host.now()
  const { env } = tools.host
  const taken = intent.kind === 'resume' || intent.kind === 'abandon' ? inFlight : null
  const holds = current !== null && 'key' in current.verdict ? current.verdict.key.fingerprint : null
  const archiveName = taken?.lock.archive ?? archiveVersion(began, holds)
  const kept = seen.archives.find(({ version }) => version === archiveName)?.file ?? null
  const made = intent.kind === 'rotate' ? edited(file ?? new KeyText(''), changesFor(seen, intent)) : null
  return {
    seen,
    intent,
    tools,
    began,
    by: env.SUDO_USER ?? env.USER ?? env.LOGNAME ?? 'somebody',
    archive: archiveName,
    wanted: made === null || 'why' in made ? null : made,
    before: taken === null ? file : kept,
    memory: {
      locked: taken !== null,
      archived: taken !== null,
      promoted: taken?.stand === 'promoted',
      takenBack: false,
      restarted: false,
      proof: { rung: 'none', cannotSee: says`anything: nothing was proven` },
    },
  }
}
