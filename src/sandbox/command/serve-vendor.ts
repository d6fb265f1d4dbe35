import type { Context, Options } from '../../commands/command.ts'
import type { Streamed } from '../../model/answer.ts'
import { startVendor, type VendorBox, type VendorOptions } from '../vendors/start.ts'
import type { AnyVendor, Vendor } from '../vendors/vendor.ts'
import { type Placed, serveInFolder } from './in-folder.ts'
import { licenseWishOf, portOf, refuseOthers, replicasOf, speedOf } from './options.ts'
import { serveTokenVendor } from './serve-token-vendor.ts'

/** Runs one vendor's product until Ctrl-C or SIGTERM; prints the environment that uses it. */
export async function serveVendor(context: Context, options: Options, vendor: AnyVendor): Promise<Streamed> {
  const here = `lic sandbox --product ${vendor.id}`
  refuseOthers(options, ['endpoint', 'out'], 'lic sandbox alone, only for lic sandbox issue')
  refuseOthers(options, ['healthShape', 'weather'], here)
  if (vendor.id !== 'atlasai') refuseOthers(options, ['phoneHome'], here)
  if (vendor.id !== 'terragnos') refuseOthers(options, ['memoryOnly', 'replicas'], here)
  if (vendor.kind === 'token') return serveTokenVendor(context, options, vendor)
  refuseOthers(options, ['heartbeatLimits'], here)
  const port = portOf(options)
  const memoryOnly = options.memoryOnly === true
  const wanted = {
    now: context.host.now,
    port,
    speed: speedOf(options),
    memoryOnly,
    phoneHome: options.phoneHome === true,
    replicas: replicasOf(options),
    key: licenseWishOf(options, vendor, { days: '20' }),
  }
  return serveInFolder(context, vendor, {
    port,
    start: () => startVendor(vendor, wanted),
    files: ({ key, publicKey }) => [
      ['license.jwt', key],
      ['public.pem', publicKey],
    ],
    environment: ({ publicKey }) => ({
      [vendor.publicKeyVariable]: publicKey.trimEnd().replaceAll('\n', '\\n'),
    }),
    tell: (placed) => conversation(vendor, placed, wanted),
  })
}

function conversation(
  vendor: Vendor,
  { box, folder }: Placed<VendorBox>,
  { memoryOnly, phoneHome }: Pick<VendorOptions, 'memoryOnly' | 'phoneHome'>,
): string {
  const { id, name, tierName, roles } = vendor
  const { tier, org, days } = box.wish
  return [
    `${name} on ${box.url}: ${tierName} ${tier} for ${org}, ${days < 0 ? `expired ${-days} days ago` : `${days} days left`}`,
    ...(phoneHome
      ? [
          'BYOC: renewed by phone-home every 24 hours, by a Control Plane beside it; POST /_lic/disconnect, connect, cancel, subscribe',
        ]
      : []),
    ...(memoryOnly ? ['without LICENSE_STORAGE_SECRET: what is uploaded is lost with a restart'] : []),
    `in ${folder}: ${roles.map((role) => `${role.id}.token`).join(', ')}, license.jwt, public.pem`,
    'paste the lines above into another terminal, then make a new key that it accepts and put it into place:',
    `  lic sandbox issue --product ${id} --out new.jwt`,
    `  lic rotate file:new.jwt --product ${id} --admin-url "$LIC_SANDBOX_URL" --admin-token "file:$LIC_SANDBOX_TOKEN_FILE" --previous "file:$LIC_SANDBOX_KEY_FILE"`,
    'it starts again with: curl -X POST "$LIC_SANDBOX_URL/_lic/restart"; its log: curl "$LIC_SANDBOX_URL/_lic/log"',
    'Ctrl-C ends it, and everything in it is gone',
    ...box.log,
    '',
  ].join('\n')
}
