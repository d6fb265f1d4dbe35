import { LicError } from '../model/lic-error.ts'
import { own, says, visible } from '../model/visible.ts'
import { verdictJson } from '../present/verdict-view.ts'
import { planScaling } from '../rotation/scale.ts'
import { TARGETS } from '../targets/registry.ts'
import type { ScaleWish } from '../targets/target.ts'
import type { Options, Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { addConsentOptions } from './deploying/consents.ts'
import { debugCalls } from './deploying/course.ts'
import { judgingFor, placeAgain } from './deploying/judging.ts'
import { addTimeOptions, addWhereOptions, readDeployOptions } from './deploying/options.ts'
import { awsOf } from './deploying/place.ts'
import { addPolicyOption, policyFor, wantsPolicy } from './deploying/print-policy.ts'
import { deployedProduct, shortName, usualWiring } from './deploying/wiring.ts'

export const scale: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  define(flags) {
    const choices = usualServices()
    flags.argument('[service]', `which service: ${choices.join(', ')}, or the name of one`, { choices })
    flags.argument('[count]', 'how many tasks it is to run')
    flags.option('--to-fit', 'where more nodes run than the license allows: reduce all services to what fits')
    addWhereOptions(flags, usualWiring(), 'service whose tasks are nodes')
    addTimeOptions(flags)
    addConsentOptions(flags)
    addPolicyOption(flags)
    flags.epilogue(help(example()))
  },
  async run(context, operands, options) {
    const { host, settings } = context
    if (wantsPolicy(options)) return policyFor('scale', context, options)
    const said = wanted(operands, options)
    const product = deployedProduct(settings.product, options.variable)
    const deploy = await readDeployOptions(options, settings, product, host)
    const { services } = awsOf(deploy.place, 'lic scale')
    const to = said === 'fit' ? said : { ...said, service: serviceNamed(said.service, services) }
    const { judge, keyring } = await judgingFor(context, options)
    const begun = to === 'fit' ? ['scale', '--to-fit'] : ['scale', to.service, String(to.count)]
    const ref = awsOf(placeAgain(deploy, begun, { settings, options, keyring }), 'lic scale')
    const target = await TARGETS.awsScaling(ref, { host, product, judge }, debugCalls(context))
    const prepared = await planScaling(target, to, deploy.consents)
    return carryOut(prepared, {
      options: deploy,
      context,
      product,
      about: { key: prepared.current === null ? null : verdictJson(prepared.current) },
      asides: [],
    })
  },
}

const usualServices = (): readonly string[] => usualWiring().services.map(shortName)
const example = (): string => usualServices()[0] ?? 'SERVICE'

const help = (service: string) => `
  lic scale ${service} 6 --dry-run                  the plan: nodes now, after, and how many are allowed
  lic scale ${service} 6 --yes                      carried out, followed, taken back where it fails
  lic scale ${service} 6 --health-url http://HOST:8080/health
                                               refused where it exceeds the limit that the runtime states
  lic scale --to-fit --dry-run                 what to reduce where too many run, and the commands

The tasks of all services count together. Without --health-url only the published limit of the tier is known,
and exceeding it is warned of, not refused. --to-fit takes nodes one at a time from whichever service has
the most, and leaves each service one.
`

function wanted([service, count]: readonly string[], { toFit }: Options): ScaleWish['to'] {
  if (toFit === true) {
    if (service === undefined) return 'fit'
    throw new LicError('usage.argument', says`--to-fit finds service and count itself: name neither`)
  }
  if (service === undefined || count === undefined)
    throw new LicError(
      'usage.argument',
      says`a service and a count are needed`,
      says`run: lic scale ${example()} 6 --dry-run`,
      says`or have what runs fit the license: lic scale --to-fit --dry-run`,
    )
  if (!/^(0|[1-9]\d{0,3})$/.test(count) || Number(count) > MOST)
    throw new LicError('usage.argument', says`the count is no whole number from 0 to ${MOST}`)
  return { service, count: Number(count) }
}

/** As many tasks as ECS lets one service have. Source: Amazon ECS service quotas */
const MOST = 5000

/** By its name, its ARN, or the end of its name where no other ends so: `agent`. What was typed is not repeated: it may be a key. */
function serviceNamed(said: string, known: readonly string[]): string {
  const names = known.map((each) => each.slice(each.lastIndexOf('/') + 1))
  const exact = names.find((name, at) => name === said || known[at] === said)
  if (exact !== undefined) return exact
  const ends = names.filter((name) => `-${name.replace(/-service$/, '')}`.endsWith(`-${said}`))
  const [one, ...others] = ends
  if (one !== undefined && others.length === 0) return one
  const list = own(visible((one === undefined ? names : ends).join(', ')))
  throw one === undefined
    ? new LicError(
        'usage.argument',
        says`no service of that name is counted against the license here`,
        says`those that are: ${list}`,
        says`where there are others, name all of them, each with --service`,
      )
    : new LicError('usage.argument', says`several services end so: ${list}`, says`name it in full`)
}
