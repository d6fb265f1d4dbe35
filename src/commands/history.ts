import { readKeyring } from '../input/keyring.ts'
import type { KeyText } from '../model/key-text.ts'
import { historyJson, historyText } from '../present/history-view.ts'
import { PRODUCTS } from '../products/registry.ts'
import { judge } from '../verdict/judge.ts'
import type { Verb } from './command.ts'
import { addEnvFileOption } from './deploying/env-file.ts'
import { addSecretOption, readPlace } from './deploying/options.ts'
import { openPlace } from './deploying/place.ts'
import { wiringOf } from './deploying/wiring.ts'

const product = PRODUCTS.axonflow

export const history: Verb = {
  uses: ['judging', 'aws', 'deployment'],
  define(flags) {
    addSecretOption(flags, wiringOf(product))
    addEnvFileOption(flags)
    flags.epilogue(HELP)
  },
  async run(context, _operands, options) {
    const { host, settings, look, paint } = context
    const { region, profile, publicKeys, pin, hmacSecret, platform, now } = settings
    const place = await readPlace(options, settings, wiringOf(product), host)
    const keyring = await readKeyring({ publicKeys, pin, hmacSecret, region, profile }, host)
    const judgeKey = (key: KeyText) =>
      judge(key, { now, rules: { platform }, keyring, product: settings.product })
    const target = await openPlace(place, { host, product, judge: judgeKey }, context)
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
