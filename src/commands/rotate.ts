import { readKey } from '../input/key-source.ts'
import { warning } from '../model/finding.ts'
import { LicError } from '../model/lic-error.ts'
import { type Shown, says } from '../model/visible.ts'
import { findingLines } from '../present/findings.ts'
import { verdictJson } from '../present/verdict-view.ts'
import { planRotation } from '../rotation/plan.ts'
import { convergence, planAbandonment, planResumption } from '../rotation/resume.ts'
import { storable } from '../targets/aws/perform/value.ts'
import type { Options, Verb } from './command.ts'
import { carryOut } from './deploying/carry-out.ts'
import { judgingFor, placeAgain } from './deploying/judging.ts'
import {
  addDeployOptions,
  addIdentityOption,
  addMakingOptions,
  readDeployOptions,
} from './deploying/options.ts'
import { openPlace } from './deploying/place.ts'
import { addPolicyOption, policyFor, wantsPolicy } from './deploying/print-policy.ts'
import { deployedProduct, usualWiring } from './deploying/wiring.ts'

export const rotate: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  define(flags) {
    flags.argument('[source]', 'where the new key is: -, file:PATH, env:NAME, secret:ID (lic help sources)')
    flags.option(
      '--resume',
      'go on with the rotation that is in flight, whoever began it, on whichever machine',
    )
    flags.option('--abandon', 'let the rotation that is in flight be: take its labels off, and nothing else')
    addIdentityOption(flags)
    addDeployOptions(flags, usualWiring())
    addMakingOptions(flags)
    addPolicyOption(flags)
  },
  async run(context, [source], options) {
    const { host, settings, paint } = context
    const { region, profile } = settings
    if (wantsPolicy(options)) return policyFor('rotate', context, options)
    const way = wayOf(source, options)
    const given =
      source === undefined
        ? null
        : await readKey(source, host, { argvKeys: 'refuse', ambient: false, ask: false, region, profile })
    const found = given === null ? {} : { keyPlace: given.place, hint: given.hint, text: given.text }
    const { judge, rules, keyring } = await judgingFor(context, options, found)
    const text = given === null ? null : storable(given.text)
    const verdict = text === null ? null : judge(text)
    const product = deployedProduct(settings.product ?? verdict?.product ?? null, options.variable)
    const deploy = await readDeployOptions(options, settings, product, host)
    const begun = ['rotate', source === undefined || source === '-' ? 'SOURCE' : source]
    const place = placeAgain(deploy, begun, { settings, options, keyring })
    const terms = { product, rules, consents: deploy.consents, identity: deploy.identity }
    const tools = { host, product, judge }
    const open = () => openPlace(place, tools, context)
    const prepared =
      way === 'abandon'
        ? await planAbandonment(await open())
        : way === 'resume' || text === null || verdict === null
          ? await planResumption(await open(), text, terms)
          : await planRotation(open, text, verdict, terms, (target, seen) =>
              convergence(target, seen, text, terms),
            )
    return carryOut(prepared, {
      options: deploy,
      context,
      product,
      about: {
        from: given?.from ?? null,
        newKey: verdict === null ? null : verdictJson(verdict),
        currentKey: prepared.current === null ? null : verdictJson(prepared.current),
      },
      asides: [...(given?.findings ?? []), ...(text?.length === given?.text.length ? [] : [bare])].flatMap(
        (finding) => findingLines(finding, paint) as Shown[],
      ),
    })
  },
}

const bare = warning(
  'source.white-space',
  says`white space around the key was taken away: it is stored without`,
)

type Way = 'rotate' | 'resume' | 'abandon'

function wayOf(source: string | undefined, { resume, abandon }: Options): Way {
  if (resume === true && abandon === true)
    throw new LicError('usage.option', says`--resume goes on, --abandon lets it be: name one of them`)
  if (abandon === true && source !== undefined)
    throw new LicError('usage.argument', says`--abandon takes no key: it only takes labels off`)
  if (abandon === true) return 'abandon'
  if (resume === true) return 'resume'
  if (source === undefined) throw noSource()
  return 'rotate'
}

const noSource = () =>
  new LicError('usage.argument', says`no key is named`, says`run: lic rotate file:new-license.txt --dry-run`)
