import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { issue } from '../sandbox/command/issue.ts'
import { serve } from '../sandbox/command/serve.ts'
import { WEATHER_NAMES } from '../sandbox/weathers.ts'
import { TIERS } from '../sandbox/wish.ts'
import { HEALTH_SHAPES } from '../sandbox/world/world.ts'
import type { Verb } from './command.ts'

export const sandbox: Verb = {
  uses: [],
  define(flags) {
    flags
      .argument('[action]', 'nothing: run the sandbox until Ctrl-C; issue: print a key it accepts', {
        choices: ['issue'],
      })
      .option(
        '--tier <tier>',
        `the tier of the key: ${TIERS.join(', ')} (default: Professional; issue: Enterprise)`,
      )
      .option('--org <name>', 'the organization of the key, and ORG_ID of the services (default: acme)')
      .option(
        '--days <days>',
        'how many days the key is good for, --days=-3 for an expired one (default: 20; issue: 365)',
      )
      .option('--port <port>', 'where to listen on 127.0.0.1 (default: a free port)')
      .option('--speed <factor>', 'seconds that pass in the sandbox for each second outside (default: 1)')
      .option('--health-shape <shape>', `what /health answers: ${HEALTH_SHAPES.join(', ')} (default: nodes)`)
      .option('--endpoint <url>', 'issue: the sandbox to ask (default: AWS_ENDPOINT_URL)')
      .option(
        '--weather <weather>',
        `what befalls the calls that arrive: ${WEATHER_NAMES.join(', ')} (default: fair)`,
      )
      .option('--out <file>', 'issue: write the key to a new file, readable by you alone')
  },
  async run(context, [action], options) {
    if (action === undefined) return serve(context, options)
    if (action === 'issue') return issue(context, options)
    throw new LicError(
      'usage.argument',
      says`the only word after lic sandbox is issue`,
      says`run: lic sandbox, or: lic sandbox issue --tier Enterprise --org acme --days 365`,
    )
  },
}
