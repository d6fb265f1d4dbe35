import type { FileTrouble } from '../host/host.ts'
import { awsError } from '../input/aws-trouble.ts'
import { readProjectFile } from '../input/project-file.ts'
import type { Answer, Json } from '../model/answer.ts'
import type { Code } from '../model/codes.ts'
import { EXIT } from '../model/exit.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { toPrettyJson } from '../present/json.ts'
import { type Survey, survey } from '../targets/aws/survey.ts'
import type { Context, Options, Verb } from './command.ts'
import { debugCalls } from './deploying/course.ts'
import { deployedProduct, usualWiring } from './deploying/wiring.ts'
import { inFiles } from './init/in-files.ts'
import { propose } from './init/propose.ts'

const product = deployedProduct(null, undefined)
const FILE = 'lic.config.json'

export const init: Verb = {
  uses: ['aws'],
  define(flags) {
    flags
      .option('--cluster <name>', `ECS cluster to look at, repeatable (default: ${usualWiring().cluster})`, {
        repeatable: true,
      })
      .option('--write', `write ${FILE} here, where there is none yet`)
      .option('--force', 'with --write: replace the one that is there')
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    const { host } = context
    if (options.force === true && options.write !== true)
      throw new LicError('usage.option', says`--force goes with --write`)
    const [looked, inFolder] = [await lookInAws(context, options), await inFiles(host, usualWiring())]
    const { groups, region } = looked
    const seen = [...looked.seen, ...inFolder.seen]
    if (groups.length === 0 && inFolder.seen.length === 0) throw nothing(looked)
    const proposal = propose(groups, region, inFolder.identity)
    const text = toPrettyJson(proposal)
    readProjectFile(text, says`the proposal`)
    if (options.write === true) await write(text, options.force === true, context)
    return answer(proposal, text, { seen, leftOut: looked.leftOut, written: options.write === true })
  },
}

const HELP = `
Looks which services of the cluster name the license variable, and which files here do (.env, Compose), and
prints a ${FILE} for what it found. It reads no secret, and changes nothing; what it saw and left out
is told on stderr. Without AWS it looks at the files alone.

  lic init                                   what it would be
  lic init --cluster prod --cluster staging  of two clusters
  lic init --write                           write it, unless one is there

Exit codes: 0 something was found; 2 wrong use, or one is there already; 30 nothing was found; 31, 32 AWS did not
answer, refused (lic help exit-codes)
`

/** Why AWS cannot be asked at all, which is no fault where nobody named a cluster. */
const WITHOUT: readonly Code[] = ['aws.region', 'aws.credentials', 'aws.settings']

async function lookInAws(context: Context, options: Options): Promise<Survey> {
  const { host, settings } = context
  const { region, profile } = settings
  const named = Array.isArray(options.cluster) ? options.cluster.map(String) : []
  const onCall = debugCalls(context)
  try {
    const aws = await host.aws({
      ...(region === null ? {} : { region }),
      ...(profile === null ? {} : { profile }),
      ...(onCall === undefined ? {} : { onCall }),
    })
    const place = { region: aws.region, profile }
    const clusters = named.length === 0 ? [usualWiring().cluster] : [...new Set(named)]
    const all: Survey[] = []
    for (const cluster of clusters) all.push(await survey(aws, cluster, product, place))
    return {
      region: aws.region,
      groups: all.flatMap(({ groups }) => groups),
      seen: all.flatMap(({ seen }) => seen),
      leftOut: all.flatMap(({ leftOut }) => leftOut),
    }
  } catch (thrown) {
    const error = awsError(thrown, { region, profile })
    const asked = named.length > 0 || region !== null || profile !== null
    if (!(error instanceof LicError) || asked || !mayBeWithout(error)) throw error
    return { region: '', groups: [], seen: [], leftOut: [says`AWS: ${own(error.says)}`] }
  }
}

/** Nobody named the cluster: that the usual one is not there says only that this account has none. */
const mayBeWithout = ({ code }: LicError): boolean => WITHOUT.includes(code) || code === 'aws.not-found'

const nothing = ({ leftOut }: Survey): LicError =>
  new LicError(
    'init.nothing',
    says`nothing to propose: no service reads ${product.variables.join(', ')} from the current version of a secret, and no file here names it`,
    ...leftOut,
    says`name the cluster with --cluster, or run it where the .env or Compose file is`,
  )

async function write(text: string, force: boolean, { host }: Context): Promise<void> {
  if (!force && host.files.isFile(FILE))
    throw new LicError(
      'project.exists',
      says`there is a ${FILE} here already, and it is left as it is`,
      says`compare: lic init; replace it: lic init --write --force`,
    )
  await host.files.mayReplace(FILE).catch(cannotWrite)
  await host.files.replace(FILE, text).catch(cannotWrite)
}

function cannotWrite(thrown: unknown): never {
  const { name } = thrown as FileTrouble
  if (name !== 'FileTrouble') throw thrown
  throw new LicError(
    'usage.argument',
    says`${FILE} cannot be written here`,
    says`look with ls -ld . whose folder it is`,
  )
}

interface Told {
  readonly seen: readonly Shown[]
  readonly leftOut: readonly Shown[]
  readonly written: boolean
}

const answer = (proposal: Json, text: string, { seen, leftOut, written }: Told): Answer => ({
  exitCode: EXIT.done,
  result: { proposal, written, seen, leftOut },
  text: () => text,
  asides: [
    ...seen.map((each) => says`saw: ${own(each)}`),
    ...leftOut.map((each) => says`left out: ${own(each)}`),
    written ? says`written: ${FILE}; look at it, and commit it` : says`write it: lic init --write`,
  ],
})
