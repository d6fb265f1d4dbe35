import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context, Options } from '../../commands/command.ts'
import type { Streamed } from '../../model/answer.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import { startVendor, type VendorBox } from '../vendors/start.ts'
import type { Vendor } from '../vendors/vendor.ts'
import { licenseWishOf, portOf, refuseOthers, replicasOf, speedOf } from './options.ts'
import { quoted, refusePort, untilAsked } from './until-asked.ts'

/** Runs one vendor's product until Ctrl-C or SIGTERM; prints the environment that uses it. */
export async function serveVendor(
  { host, settings }: Context,
  options: Options,
  vendor: Vendor,
): Promise<Streamed> {
  refuseOthers(options, ['endpoint', 'out'], 'lic sandbox alone, only for lic sandbox issue')
  refuseOthers(options, ['healthShape', 'weather'], `lic sandbox --product ${vendor.id}`)
  if (vendor.id !== 'terragnos')
    refuseOthers(options, ['memoryOnly', 'replicas'], `lic sandbox --product ${vendor.id}`)
  const port = portOf(options)
  const wanted = {
    now: host.now,
    port,
    speed: speedOf(options),
    memoryOnly: options.memoryOnly === true,
    replicas: replicasOf(options),
    key: licenseWishOf(options, vendor, { days: '20' }),
  }
  const start = async () => {
    const box = await startVendor(vendor, wanted).catch(refusePort(port))
    return inFolder(vendor, box).catch(async (thrown) => {
      await box.close()
      throw thrown
    })
  }
  await untilAsked(host, start, async (placed) => {
    await host.stdout.write(settings.json ? jsonOf(vendor, placed) : linesOf(placed))
    if (!settings.json && !settings.quiet)
      await host.stderr.write(conversation(vendor, placed, wanted.memoryOnly))
  })
  return { exitCode: 0, streamed: true }
}

interface Placed {
  readonly box: VendorBox
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

const PRIVATE = { mode: 0o600, flag: 'wx' }

/** What must not stand on a terminal lies in files that only this user can read, as long as the product runs. */
async function inFolder({ id, publicKeyVariable, roles }: Vendor, box: VendorBox): Promise<Placed> {
  const folder = await mkdtemp(join(tmpdir(), `lic-${id}-`))
  const texts = {
    'public.pem': box.publicKey,
    'license.jwt': box.key,
    ...Object.fromEntries(Object.entries(box.tokens).map(([role, token]) => [`${role}.token`, token])),
  }
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text, PRIVATE)
  return {
    box,
    folder,
    environment: {
      LIC_SANDBOX_URL: box.url,
      LIC_SANDBOX_TOKEN_FILE: join(folder, `${roles[0].id}.token`),
      LIC_SANDBOX_KEY_FILE: join(folder, 'license.jwt'),
      [publicKeyVariable]: box.publicKey.trimEnd().replaceAll('\n', '\\n'),
    },
    close: async () => {
      await box.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Lines for a shell. */
const linesOf = ({ environment }: Placed): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('')

function conversation(vendor: Vendor, { box, folder }: Placed, memoryOnly: boolean): string {
  const { id, name, tierName, roles } = vendor
  const { tier, org, days } = box.wish
  return [
    `${name} on ${box.url}: ${tierName} ${tier} for ${org}, ${days < 0 ? `expired ${-days} days ago` : `${days} days left`}`,
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

const jsonOf = ({ id }: Vendor, { box, folder, environment }: Placed): string =>
  toJsonLine(
    envelope('sandbox', {
      exitCode: 0,
      result: { product: id, url: box.url, environment, folder },
    }),
  )
