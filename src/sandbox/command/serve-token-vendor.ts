import type { Context, Options } from '../../commands/command.ts'
import type { Streamed } from '../../model/answer.ts'
import { toIso } from '../../model/instant.ts'
import { startTokenVendor, type TokenVendorBox } from '../vendors/start.ts'
import type { TokenVendor } from '../vendors/vendor.ts'
import { type Placed, serveInFolder } from './in-folder.ts'
import { portOf, refuseOthers, speedOf } from './options.ts'

/** Runs a product that lives by heartbeats, and the server that answers them. */
export async function serveTokenVendor(
  context: Context,
  options: Options,
  vendor: TokenVendor,
): Promise<Streamed> {
  refuseOthers(options, ['tier', 'org', 'days'], `lic sandbox --product ${vendor.id}: a token has none`)
  const port = portOf(options)
  const wanted = {
    now: context.host.now,
    port,
    speed: speedOf(options),
    thresholds: context.settings.heartbeat.thresholds,
  }
  return serveInFolder(context, vendor, {
    port,
    start: () => startTokenVendor(vendor, wanted),
    files: ({ key }) => [['license.token', key]],
    environment: () => ({}),
    tell: (placed) => conversation(vendor, placed),
  })
}

function conversation({ id, name, roles }: TokenVendor, { box, folder }: Placed<TokenVendorBox>): string {
  const control = (what: string) => `curl -X POST "$LIC_SANDBOX_URL/_lic/${what}"`
  const asked = (what: string) => `$(curl -s "$LIC_SANDBOX_URL/_lic/${what}")`
  return [
    `${name} on ${box.url}: a license that is activated, its first heartbeat verified at ${toIso(box.began)}`,
    `in ${folder}: ${roles.map((role) => `${role.id}.token`).join(', ')}, license.token`,
    'paste the lines above into another terminal, cut Studio off from the Console, and look now and then where it stands:',
    `  ${control('disconnect')}`,
    `  lic inspect "file:$LIC_SANDBOX_KEY_FILE" --health-url "$LIC_SANDBOX_URL/studio/health" --at "${asked('now')}"`,
    'what both sides say of it: curl "$LIC_SANDBOX_URL/_lic/state"',
    `heartbeats arrive again after: ${control('connect')}; killed, it is activated again by: ${control('activate')}`,
    'so also: revoke, reinstate, delinquent, paid, move, restart; its log: curl "$LIC_SANDBOX_URL/_lic/log"',
    `another license, inactive until Studio starts with it: lic sandbox issue --product ${id} --out new.token`,
    'Ctrl-C ends it, and everything in it is gone',
    ...box.log,
    '',
  ].join('\n')
}
