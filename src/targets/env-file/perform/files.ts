import { Buffer } from 'node:buffer'
import type { FileTrouble } from '../../../host/host.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { toIso } from '../../../model/instant.ts'
import type { KeyText } from '../../../model/key-text.ts'
import type { StepOutcome } from '../../../model/plan.ts'
import { says } from '../../../model/visible.ts'
import { type Archive, archivePath, lockPath } from '../archives.ts'
import { inFlight, noLock } from '../doubts.ts'
import { lockBytes, readLock } from '../lock.ts'
import { LARGEST, textOf, troubleOf } from '../observe.ts'
import type { Run } from './run.ts'

const bytesOf = (text: KeyText): Uint8Array => Buffer.from(text.reveal(), 'latin1')

const done = (label: string, value: ReturnType<typeof says>): StepOutcome => ({
  status: 'done',
  evidence: [{ label, value }],
})

/** What the file system refuses has surely not happened. */
const failed = (path: string, thrown: unknown): StepOutcome => {
  if ((thrown as FileTrouble).name !== 'FileTrouble') throw thrown
  return { status: 'failed', error: troubleOf(path, thrown as FileTrouble), nothing: true }
}

/** The file as it is now; null: there is none. */
async function read({ seen, tools }: Run): Promise<KeyText | null> {
  const { files } = tools.host
  try {
    return textOf((await files.read(seen.ref.path, LARGEST + 1)).bytes)
  } catch (thrown) {
    if ((thrown as FileTrouble).reason === 'missing') return null
    throw thrown
  }
}

const same = (one: KeyText | null, other: KeyText | null): boolean =>
  one === null || other === null ? one === other : one.equals(other)

const changedMeanwhile = (path: string): Finding =>
  error(
    'file.changed',
    says`somebody has changed ${path} meanwhile`,
    says`look at it, then plan again: lic rotate SOURCE --dotenv ${path} --dry-run`,
  )

export async function lock(run: Run): Promise<StepOutcome> {
  const { seen, tools, intent, began, by, archive: version, memory } = run
  const { path } = seen.ref
  if (intent.kind !== 'rotate') throw new Error('only a rotation locks')
  const mine = {
    began,
    by,
    to: intent.warrant.verdict.key.fingerprint,
    archive: seen.file === null ? null : version,
  }
  try {
    if (await tools.host.files.make(lockPath(path), lockBytes(mine))) {
      memory.locked = true
      return done('lock', says`${lockPath(path)} is ours since ${toIso(began)}`)
    }
  } catch (thrown) {
    return failed(lockPath(path), thrown)
  }
  return { status: 'overtaken', error: await takenBy(run) }
}

async function takenBy({ seen, tools }: Run): Promise<Finding> {
  const { path } = seen.ref
  const there = await tools.host.files.read(lockPath(path), LARGEST).catch(() => null)
  const lock = there === null ? null : readLock(there.bytes)
  return lock === null ? noLock(path) : inFlight(seen, lock)
}

export async function takeUp(run: Run): Promise<StepOutcome> {
  const now = await read(run)
  if (!same(now, run.seen.file)) return { status: 'overtaken', error: changedMeanwhile(run.seen.ref.path) }
  return done('file', says`holds the key of the rotation that is taken up`)
}

export async function lookAgain(run: Run): Promise<StepOutcome> {
  const { seen } = run
  const now = await read(run)
  if (!same(now, seen.file)) return { status: 'overtaken', error: changedMeanwhile(seen.ref.path) }
  return done(
    'file',
    now === null ? says`is still not there` : says`is as planned: ${now.length} bytes, all the same`,
  )
}

export async function prune({ tools }: Run, archives: readonly Archive[]): Promise<StepOutcome> {
  for (const { path } of archives) {
    try {
      await tools.host.files.remove(path)
    } catch (thrown) {
      return failed(path, thrown)
    }
  }
  return done('removed', says`${archives.map(({ path }) => path).join(', ')}`)
}

export async function archive({ seen, tools, archive: version, before, memory }: Run): Promise<StepOutcome> {
  const path = archivePath(seen.ref.path, version)
  if (before === null) throw new Error('there is no file to keep')
  try {
    if (!(await tools.host.files.make(path, bytesOf(before)))) {
      const there = textOf((await tools.host.files.read(path, LARGEST + 1)).bytes)
      if (!there.equals(before)) return { status: 'failed', error: taken(path), nothing: true }
    }
  } catch (thrown) {
    return failed(path, thrown)
  }
  memory.archived = true
  return done('kept', says`${path}`)
}

const taken = (path: string): Finding =>
  error('file.denied', says`${path} is there already`, says`wait a second, then try again`)

export async function promote(run: Run): Promise<StepOutcome> {
  const { seen, wanted, memory } = run
  if (wanted === null) throw new Error('nothing is to be written')
  const outcome = await put(run, seen.file, wanted)
  if (outcome.status === 'done') memory.promoted = true
  return outcome
}

export async function takeBack(run: Run): Promise<StepOutcome> {
  const { before, wanted, seen, memory } = run
  const outcome = await put(run, wanted ?? seen.file, before)
  if (outcome.status === 'done') memory.takenBack = true
  return outcome
}

/** Only over what was there when it was last looked at, and read back afterwards. */
async function put(run: Run, expected: KeyText | null, text: KeyText | null): Promise<StepOutcome> {
  const { path } = run.seen.ref
  const { files } = run.tools.host
  const there = await read(run)
  if (same(there, text)) return done('file', says`is so already`)
  if (!same(there, expected)) return { status: 'overtaken', error: changedMeanwhile(path) }
  try {
    if (text === null) await files.remove(path)
    else if (there === null) {
      if (!(await files.make(path, bytesOf(text))))
        return { status: 'overtaken', error: changedMeanwhile(path) }
    } else await files.rewrite(path, bytesOf(text))
  } catch (thrown) {
    return failed(path, thrown)
  }
  if (!same(await read(run), text)) return { status: 'overtaken', error: changedMeanwhile(path) }
  return done(
    'file',
    text === null ? says`${path} is removed` : says`${path}: ${text.length} bytes, read back, all the same`,
  )
}

export async function readAgain(run: Run): Promise<StepOutcome> {
  const { seen, wanted } = run
  if (!same(await read(run), wanted ?? seen.file))
    return { status: 'overtaken', error: changedMeanwhile(seen.ref.path) }
  return done('file', says`holds the new key`)
}

export async function dropArchive({ seen, tools, archive: version, memory }: Run): Promise<StepOutcome> {
  if (!memory.archived) return { status: 'unchanged', because: says`this run has kept no copy` }
  if (memory.promoted && !memory.takenBack)
    return { status: 'unchanged', because: says`the file is not as it was, so its copy stays` }
  const path = archivePath(seen.ref.path, version)
  try {
    await tools.host.files.remove(path)
  } catch (thrown) {
    return failed(path, thrown)
  }
  memory.archived = false
  return done('removed', says`${path}`)
}

export async function unlock({ seen, tools, memory }: Run): Promise<StepOutcome> {
  const path = lockPath(seen.ref.path)
  if (!memory.locked) return { status: 'unchanged', because: says`${path} is not of this run` }
  try {
    await tools.host.files.remove(path)
  } catch (thrown) {
    return failed(path, thrown)
  }
  memory.locked = false
  return done('removed', says`${path}`)
}
