import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { issue } from '../sandbox/command/issue.ts'
import { vendorOf } from '../sandbox/command/options.ts'
import { serve } from '../sandbox/command/serve.ts'
import { serveVendor } from '../sandbox/command/serve-vendor.ts'
import { TOKEN_VENDOR_IDS, VENDOR_IDS } from '../sandbox/vendors/vendor.ts'
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
        '--product <product>',
        'what runs: AxonFlow on an AWS, or another product (default: axonflow)',
        {
          choices: ['axonflow', ...VENDOR_IDS, ...TOKEN_VENDOR_IDS],
        },
      )
      .option(
        '--tier <tier>',
        `the tier of the key: ${TIERS.join(', ')} (default: Professional; issue: Enterprise); of other products the edition or plan, by any name`,
      )
      .option('--org <name>', 'the organization of the key, and ORG_ID of the services (default: acme)')
      .option(
        '--days <days>',
        'how many days the key is good for, --days=-3 for an expired one (default: 20; issue: 365)',
      )
      .option('--port <port>', 'where to listen on 127.0.0.1 (default: a free port)')
      .option('--speed <factor>', 'seconds that pass in the sandbox for each second outside (default: 1)')
      .option('--health-shape <shape>', `what /health answers: ${HEALTH_SHAPES.join(', ')} (default: nodes)`)
      .option(
        '--endpoint <url>',
        'issue: the sandbox to ask (default: AWS_ENDPOINT_URL; with --product: LIC_SANDBOX_URL)',
      )
      .option(
        '--weather <weather>',
        `what befalls the calls that arrive: ${WEATHER_NAMES.join(', ')} (default: fair)`,
      )
      .option('--memory-only', 'terragnos: no LICENSE_STORAGE_SECRET, so that a restart forgets uploads')
      .option(
        '--phone-home',
        'atlasai: BYOC, its license renewed every 24 hours by a Control Plane beside it',
      )
      .option('--replicas <count>', 'terragnos: how many processes answer in turn (default: 1)')
      .option(
        '--heartbeat-limits <times>',
        'alphaagent: warn, unhealthy, killed after (default: 10min,30min,24h)',
      )
      .option('--out <file>', 'issue: write the key to a new file, readable by you alone')
  },
  async run(context, [action], options) {
    const vendor = vendorOf(options)
    if (action === undefined)
      return vendor === null ? serve(context, options) : serveVendor(context, options, vendor)
    if (action === 'issue') return issue(context, options)
    throw new LicError(
      'usage.argument',
      says`the only word after lic sandbox is issue`,
      says`run: lic sandbox, or: lic sandbox issue --tier Enterprise --org acme --days 365`,
    )
  },
}
