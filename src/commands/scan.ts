import { Buffer } from 'node:buffer'
import { findProjectFile } from '../input/find-project-file.ts'
import { Hunter } from '../input/hunt/hunter.ts'
import { needlesOf } from '../input/hunt/needles.ts'
import { readKeyring } from '../input/keyring.ts'
import { takeStdin } from '../input/standard-input.ts'
import { EXIT, type ExitCode, worst } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { scanJson } from '../present/scan/json.ts'
import type { ScanReport } from '../present/scan/scanned.ts'
import { scanAsides, scanText } from '../present/scan/text.ts'
import { PRODUCTS } from '../products/registry.ts'
import type { Context, Verb } from './command.ts'
import { rulesOf } from './judging.ts'
import { Gathering } from './scan/gather.ts'
import { addScanOutput, formed, mustBeWritable, readScanOutputs, writeFiles } from './scan/outputs.ts'
import { scanPaths } from './scan/scan-files.ts'
import { scanStaged } from './scan/scan-staged.ts'
import type { Scales } from './scan/weigh-found.ts'

export const scan: Verb = {
  uses: ['judging'],
  define(flags) {
    flags
      .argument('[path...]', 'files and folders, or - for standard input (default: the current folder)')
      .option('--staged', 'what git would commit of the changed files')
      .option('--fail-on <what>', 'also fail for keys that are not live', { choices: ['any'] })
    addScanOutput(flags).epilogue(HELP)
  },
  async run(context, paths, options) {
    const { settings, paint } = context
    const staged = options.staged === true
    if (paths.includes('-') && (paths.length > 1 || staged))
      throw new LicError('usage.argument', says`standard input is scanned alone: no other path, no --staged`)
    const outputs = readScanOutputs(options, settings.json, paths)
    await mustBeWritable(outputs, context)
    const report = await scanAll(context, paths, staged, options.failOn === 'any')
    const answer = exitOf(report)
    const whole = await writeFiles(outputs, report, answer, context)
    const exitCode = whole || answer !== EXIT.done ? answer : EXIT.fault
    const text = await formed(outputs.stdout, report, exitCode, () => scanText(report, settings.quiet, paint))
    return { exitCode, result: scanJson(report), text: () => text, asides: scanAsides(report) }
  },
}

const HELP = `
Each key is judged, so that examples and keys of tests do not cry wolf: live (genuine, and its time is not over), unproved
(nobody here can check it), and what fails only with --fail-on any: expired, untrusted (signed by nobody trusted here),
refused (of a form that is no longer read), example. Keys in base64, as Kubernetes
keeps secrets, and in UTF-16, as PowerShell writes files, are found too.

In a folder, files that .gitignore leaves out, binary ones and links are not read; a file that is named always is.
Keys that may be there stand in lic.config.json, by fingerprint, with a reason and a date (lic help config).

  lic scan                     this folder
  lic scan --staged            before a commit
  git log -p | lic scan -      the whole history
  lic scan --output github --output sarif=lic.sarif
                               in a workflow of GitHub

Exit codes: 0 no live key; 2 wrong use, or something could not be read; 30 nothing to scan; 33 a key nobody can check;
43 a live key (lic help exit-codes)
`

async function scanAll(
  context: Context,
  paths: readonly string[],
  staged: boolean,
  failOnAny: boolean,
): Promise<ScanReport> {
  const { host, settings } = context
  const { now, product } = settings
  const project = await findProjectFile(host)
  const keyring = await readKeyring(settings, host)
  const scales: Scales = {
    now,
    rules: rulesOf(context, null),
    product,
    hint: null,
    keyring,
    allow: project?.scan.allow ?? [],
    failOnAny,
  }
  const gathering = new Gathering(scales, staged ? 'staged' : paths[0] === '-' ? 'input' : 'files')
  const hunts = Object.values(PRODUCTS).flatMap((product) => product.hunts)
  const needles = needlesOf(hunts)
  if (staged) await scanStaged(paths, needles, gathering, host)
  else if (paths[0] === '-')
    await scanInput(takeStdin(host).chunks(), new Hunter(needles, toStdin(gathering)), gathering)
  else await scanPaths(paths.length === 0 ? ['.'] : paths, hunts, gathering, host)
  return gathering.report()
}

const toStdin = (gathering: Gathering): ConstructorParameters<typeof Hunter>[1] => {
  const place = { path: null, from: says`standard input` }
  return (sighting) => gathering.found(sighting, place)
}

async function scanInput(
  chunks: AsyncIterable<Uint8Array>,
  hunter: Hunter,
  gathering: Gathering,
): Promise<void> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    hunter.see(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), false)
  }
  hunter.see(Buffer.alloc(0), true)
  if (size > 0) gathering.files++
}

function exitOf({ found, counts, unread, files, of }: ScanReport): ExitCode {
  const failing = found.filter(({ fails }) => fails)
  const onlyUnproved = failing.every(({ worth }) => worth === 'unproved')
  return worst([
    ...(failing.length === 0 ? [] : [onlyUnproved && counts.live === 0 ? EXIT.unproved : EXIT.requirement]),
    ...(unread.length === 0 ? [] : [EXIT.usage]),
    ...(files === 0 && unread.length === 0 && of !== 'staged' ? [EXIT.noKey] : []),
  ])
}
