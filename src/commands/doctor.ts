import { diagnose } from '../doctor/diagnose.ts'
import { gather } from '../doctor/gather.ts'
import { own, says } from '../model/visible.ts'
import { doctorJson } from '../present/doctor/json.ts'
import { doctorText } from '../present/doctor/text.ts'
import { WANTED } from './check/wanted.ts'
import type { Verb } from './command.ts'
import { addHealthOptions, healthRefs } from './deploying/health.ts'
import { addClusterOptions, addIdentityOption, addSecretOption } from './deploying/options.ts'
import { addPolicyOption, policyFor, wantsPolicy } from './deploying/print-policy.ts'
import { deployedProduct, usualWiring } from './deploying/wiring.ts'
import { awsNamed } from './doctor/aws.ts'
import { addBundleOptions, bundlePath, writeBundle } from './doctor/bundle.ts'
import { identityOf } from './identity.ts'
import { rulesOf } from './judging.ts'

export const doctor: Verb = {
  uses: ['judging', 'aws', 'input', 'deployment'],
  define(flags) {
    flags.option(
      '--dotenv <file>',
      'the file of variables that the product reads (default: .env, as Compose finds it)',
    )
    addSecretOption(flags, usualWiring())
    addClusterOptions(flags, usualWiring(), 'service that reads it')
    addHealthOptions(flags)
    addIdentityOption(flags, 'whom the product takes itself to be, to compare with the key')
    addBundleOptions(flags)
    addPolicyOption(flags)
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    if (wantsPolicy(options)) return policyFor('doctor', context, options)
    const { host, settings, look, paint } = context
    const { dotenv } = options
    const path = await bundlePath(options, context)
    const facts = await gather(
      {
        ...settings,
        usual: deployedProduct(null, undefined),
        rules: rulesOf(context, null),
        dotenv: typeof dotenv === 'string' ? dotenv : null,
        health: await healthRefs(options, host),
        identity: identityOf(options),
        aws: awsNamed(context, options),
        settings: settings.origins,
        wanted: WANTED,
      },
      host,
    )
    const diagnosis = diagnose(facts)
    const bundle =
      path === null ? null : await writeBundle(path, facts, diagnosis, context, options.yes === true)
    return {
      exitCode: diagnosis.exitCode,
      result: { ...doctorJson(facts, diagnosis), bundle },
      text: () => doctorText(facts, diagnosis, paint, look.terminal ? look.width : undefined),
      asides: path === null ? [] : [bundle === null ? NOT_WRITTEN : says`bundle written: ${own(bundle)}`],
    }
  },
}

const NOT_WRITTEN = says`the bundle was not written: nobody said yes`

const HELP = `
Looks at everything between the vendor's mail and the running process, in that order, and says of each whether it is
right: ok, attention, failed, or not checked with why and how to let it be. At the end stands the one thing to mend
first. Nothing is changed and no key is shown. Asked are only what is named, and docker, where there is one.
What its tasks or containers said of a license that they refused is read in their log, without any key:
CloudWatch on AWS (--print-iam-policy prints what that needs), docker compose logs here.

  lic doctor                                        the variable, .env, the Compose file, the key itself
  lic doctor --deployment production                the secret, the services and their tasks on AWS
  lic doctor --health-url http://HOST:8080/health   and what the running product says
  lic doctor --bundle support.json                  all of it in a file for support, shown and asked about first

Exit codes: 0 nothing found; 22 something drifts or stands in the way; 30 no key; 31, 32 a remote did not answer,
refused; 33 not verifiable; 40 and more: what the key itself is worth (lic help exit-codes)
`
