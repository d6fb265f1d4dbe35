import { findProjectFile } from '../../input/find-project-file.ts'
import { error, type Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { LicError } from '../../model/lic-error.ts'
import { own, says } from '../../model/visible.ts'
import type { Product } from '../../products/product.ts'
import { type Status, weigh } from '../../status/status.ts'
import { runningAll } from '../../targets/aws/running-all.ts'
import type { Running } from '../../targets/target.ts'
import type { Context, Options } from '../command.ts'
import { debugCalls } from '../deploying/course.ts'
import { type Judging, judgingFor } from '../deploying/judging.ts'
import { readPlace } from '../deploying/options.ts'
import { awsOf, openPlace, type Place } from '../deploying/place.ts'
import { deployedProduct } from '../deploying/wiring.ts'

type Asking = Pick<Context, 'host' | 'settings'> & { readonly options: Options }

/** One deployment as it stands, with the name that it was asked for by. */
export interface Looked extends Status {
  /** its name in the project file; null where it was named by options */
  readonly deployment: string | null
  /** `--at` was given: the verdict is not about today */
  readonly asked: boolean
}

/** Opens one deployment, as it was named; each call looks anew. Both reject with `LicError` where it may not look. */
export async function openLook(asking: Asking): Promise<(now: Instant) => Promise<Looked>> {
  const { host, settings, options } = asking
  const { product, place } = await placeOf(asking)
  let judging = await judgingFor(asking, options)
  const target = await openPlace(
    place,
    { host, product, judge: (key) => judging.judge(key) },
    { host, settings },
  )
  return async (now) => {
    judging = await judgingFor({ host, settings: { ...settings, now } }, options)
    return looked(await target.running(), product, judging, now, asking)
  }
}

/** One of several deployments: as it stands, or why it could not be looked at. */
export type OneOf = Looked | { readonly deployment: string; readonly trouble: LicError }

/** Every deployment of the project file, in its order; one that may not be looked at does not hide the others. */
export async function lookAtAll(context: Context): Promise<readonly OneOf[]> {
  const { host, settings } = context
  const file = await findProjectFile(host)
  const names = [...(file?.deployments.keys() ?? [])]
  if (names.length === 0)
    throw new LicError(
      'project.no-deployment',
      says`--all looks at the deployments of lic.config.json, and there is none`,
      says`propose a file: lic init`,
    )
  const all = await Promise.all(
    names.map(async (deployment) => {
      const asking = { host, ...(await context.of(deployment)) }
      const { product, place } = await placeOf(asking)
      const judging = await judgingFor(asking, asking.options)
      return { deployment, asking, product, judging, ref: awsOf(place, '--all') }
    }),
  )
  const asked = all.map(({ ref, product, judging }) => ({
    ref,
    tools: { host, product, judge: judging.judge },
  }))
  const found = await runningAll(asked, host, debugCalls(context))
  return all.map(({ deployment, asking, product, judging }, at) => {
    const one = found[at] as Running | LicError
    return one instanceof LicError
      ? { deployment, trouble: one }
      : looked(one, product, judging, settings.now, asking)
  })
}

async function placeOf({ host, settings, options }: Asking): Promise<{ product: Product; place: Place }> {
  const product = deployedProduct(settings.product, options.variable)
  return { product, place: await readPlace(options, settings, product, host) }
}

function looked(
  running: Running,
  product: Product,
  { rules }: Judging,
  now: Instant,
  { settings, options }: Asking,
): Looked {
  const findings = [...running.findings, ...otherIdentity(running, options)]
  const deployment = typeof options.deployment === 'string' ? options.deployment : null
  const allowUnverifiable = options.allowUnverifiable === true
  return {
    ...weigh({ ...running, findings }, product, rules, { now, allowUnverifiable }),
    deployment,
    asked: settings.at,
  }
}

/** It was said, or stands in the project file, whose key belongs there. */
function otherIdentity({ current, rotate }: Running, { expectIdentity }: Options): readonly Finding[] {
  const verdict = current?.verdict
  const identity = verdict !== undefined && 'key' in verdict ? (verdict.key.identity?.value ?? null) : null
  if (typeof expectIdentity !== 'string' || identity === null || identity === expectIdentity) return []
  return [
    error(
      'status.identity-differs',
      says`the key in place is for ${identity}, and ${expectIdentity} is expected here`,
      says`put the right key there: ${own(rotate)}`,
    ),
  ]
}
