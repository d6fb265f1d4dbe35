import { historyJson, historyText } from '../present/history-view.ts'
import type { Verb } from './command.ts'
import { addAdminOptions } from './deploying/admin.ts'
import { addEnvFileOption } from './deploying/env-file.ts'
import { judgingFor } from './deploying/judging.ts'
import { addSecretOption, readPlace } from './deploying/options.ts'
import { openPlace } from './deploying/place.ts'
import { deployedProduct, usualWiring } from './deploying/wiring.ts'

export const history: Verb = {
  uses: ['judging', 'aws', 'deployment'],
  define(flags) {
    addSecretOption(flags, usualWiring())
    addEnvFileOption(flags)
    addAdminOptions(flags)
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    const { host, settings, look, paint } = context
    const product = deployedProduct(settings.product, options.variable)
    const place = await readPlace(options, settings, product, host)
    const { judge } = await judgingFor(context, options)
    const target = await openPlace(place, { host, product, judge }, context)
    const kept = await target.history()
    const text = settings.json ? '' : await historyText(kept, look, paint)
    return { exitCode: 0, result: historyJson(kept), text: () => text, asides: [] }
  },
}

const HELP = `
Newest first, each key judged as of now; never a key itself. Where the secret is a JSON document, name the
field: --secret NAME#FIELD. Any of them can be gone back to, but for those marked failed:

  lic rollback --to FINGERPRINT --dry-run
`
