import { Buffer } from 'node:buffer'
import { version } from '../../../package.json'
import type { Diagnosis } from '../../doctor/diagnose.ts'
import type { Facts } from '../../doctor/facts.ts'
import { showName } from '../../input/may-show.ts'
import { writeError } from '../../input/write-trouble.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { bundleLines, bundleText } from '../../present/doctor/bundle.ts'
import type { Context, Options } from '../command.ts'
import type { Flags } from '../flags.ts'

export const addBundleOptions = (flags: Flags): Flags =>
  flags
    .option('--bundle <file>', 'write what was found there for support: redacted, and shown first')
    .option('--yes', 'write the bundle without asking')

/** Where to, where a bundle is asked for. @throws LicError where it could not be written, before anything is looked at */
export async function bundlePath(
  { bundle, yes }: Options,
  { host }: Pick<Context, 'host'>,
): Promise<string | null> {
  if (typeof bundle !== 'string') {
    if (yes === true) throw new LicError('usage.option', says`--yes goes with --bundle FILE`)
    return null
  }
  if (bundle === '')
    throw new LicError(
      'usage.argument',
      says`--bundle names no file: is the variable set that it comes from?`,
    )
  const there = await host.files.lookAt(bundle).catch((thrown: unknown) => {
    throw cannotWrite(thrown, bundle)
  })
  if (there !== null) throw isThere(bundle)
  return bundle
}

/** Shows what it would hold, asks, and writes; null: nobody said yes. */
export async function writeBundle(
  path: string,
  facts: Facts,
  diagnosis: Diagnosis,
  { host, settings }: Context,
  yes: boolean,
): Promise<Shown | null> {
  const shown = showName(path)
  if (!settings.json && !(yes && settings.quiet)) await tell(bundleLines(facts, diagnosis, shown), host)
  if (!yes && !(await mayWrite(host, settings))) return null
  const about = { version, ...host.machine, made: host.now() }
  const bytes = Buffer.from(bundleText(facts, diagnosis, about))
  const made = await host.files.make(path, bytes).catch((thrown: unknown) => {
    throw cannotWrite(thrown, path)
  })
  if (!made) throw isThere(path)
  return shown
}

async function tell(lines: readonly Shown[], host: Context['host']): Promise<void> {
  for (const line of lines) await host.stderr.write(`${line}\n`)
}

async function mayWrite(host: Context['host'], { json, noInput }: Context['settings']): Promise<boolean> {
  if (json || noInput || !host.stdin.terminal)
    throw new LicError(
      'doctor.bundle-not-asked',
      says`the bundle was not written: nobody is asked here, and nothing says that it may be`,
      says`look at what it would hold, then write it with --yes`,
    )
  const answer = await host.stdin.ask('write it? [y/N] ')
  return /^y(?:es)?$/i.test(answer?.trim() ?? '')
}

const isThere = (path: string): LicError =>
  new LicError(
    'doctor.bundle-there',
    says`${own(showName(path))} is there already, and a bundle takes nothing's place`,
    says`give it another name: --bundle FILE`,
  )

const cannotWrite = (thrown: unknown, path: string): unknown =>
  writeError(thrown, says`--bundle cannot write ${own(showName(path))}`)
