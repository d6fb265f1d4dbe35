import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../../commands/command.ts'
import type { Streamed } from '../../model/answer.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import type { Box } from '../vendors/start.ts'
import type { AnyVendor } from '../vendors/vendor.ts'
import { quoted, refusePort, untilAsked } from './until-asked.ts'

export interface Placed<B extends Box> {
  readonly box: B
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  close(): Promise<void>
}

/** How one kind of product is served. */
interface Served<B extends Box> {
  readonly port: number
  start(): Promise<B>
  /** what else lies in the folder, by name; the first of them is the license */
  files(box: B): readonly (readonly [name: string, text: string])[]
  /** what else the environment says */
  environment(box: B): Readonly<Record<string, string>>
  /** what is told beside the environment */
  tell(placed: Placed<B>): string
}

/** Runs a product until Ctrl-C or SIGTERM; prints the environment that uses it. */
export async function serveInFolder<B extends Box>(
  { host, settings }: Context,
  vendor: AnyVendor,
  served: Served<B>,
): Promise<Streamed> {
  const start = async () => {
    const box = await served.start().catch(refusePort(served.port))
    return placed(vendor, box, served).catch(async (thrown) => {
      await box.close()
      throw thrown
    })
  }
  await untilAsked(host, start, async (running) => {
    await host.stdout.write(settings.json ? jsonOf(vendor, running) : linesOf(running))
    if (!settings.json && !settings.quiet) await host.stderr.write(served.tell(running))
  })
  return { exitCode: 0, streamed: true }
}

const PRIVATE = { mode: 0o600, flag: 'wx' }

/** What must not stand on a terminal lies in files that only this user can read, as long as the product runs. */
async function placed<B extends Box>(
  { id, roles }: AnyVendor,
  box: B,
  served: Served<B>,
): Promise<Placed<B>> {
  const folder = await mkdtemp(join(tmpdir(), `lic-${id}-`))
  const own = served.files(box)
  const tokens = Object.entries(box.tokens).map(([role, token]) => [`${role}.token`, token] as const)
  for (const [name, text] of [...own, ...tokens]) await writeFile(join(folder, name), text, PRIVATE)
  return {
    box,
    folder,
    environment: {
      LIC_SANDBOX_URL: box.url,
      LIC_SANDBOX_TOKEN_FILE: join(folder, `${roles[0].id}.token`),
      LIC_SANDBOX_KEY_FILE: join(folder, own[0]?.[0] ?? ''),
      ...served.environment(box),
    },
    close: async () => {
      await box.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Lines for a shell. */
const linesOf = ({ environment }: Placed<Box>): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
    .join('')

const jsonOf = ({ id }: AnyVendor, { box, folder, environment }: Placed<Box>): string =>
  toJsonLine(
    envelope('sandbox', {
      exitCode: 0,
      result: { product: id, url: box.url, environment, folder },
    }),
  )
