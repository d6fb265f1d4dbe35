import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { command } from '../../../src/host/node-command.ts'
import { nodeFiles } from '../../../src/host/node-files.ts'
import { get } from '../../../src/host/node-http.ts'
import { run } from '../../../src/run.ts'
import { fakeHost, type World } from '../../support/host.ts'
import { fillIn, leaks } from '../../support/sample-keys.ts'

export const OLD = '{{key tier=Professional org=acme deployment=acme expires=20261213}}'
export const NEW = '{{key tier=Enterprise org=acme deployment=acme expires=20271123}}'
export const TRUST = { LIC_PUBLIC_KEY: fillIn('{{anchors}}') }

/** A folder with an `.env`, and a process on loopback that reads it when it is restarted, as a container would. */
export async function deployed(
  env: string,
  { refuses = '', asked = () => {} }: { readonly refuses?: string; readonly asked?: () => void } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'lic-env-file-'))
  const path = join(folder, '.env')
  writeFileSync(path, fillIn(env))
  chmodSync(path, 0o640)
  const reads = () => parse(readFileSync(path))
  let variables = reads()
  const tierOf = (key: string | undefined): string | null => {
    if (key === undefined) return 'Community'
    const [payload = ''] = key.slice('AXON-'.length).split('.')
    const { tier } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { tier: string }
    return tier === refuses ? null : tier
  }
  const seen: string[] = []
  const server = createServer((request, response) => {
    if (request.url === '/restart') {
      variables = reads()
      seen.push(tierOf(variables.AXONFLOW_LICENSE_KEY) ?? 'refused')
      response.end('restarted\n')
      return
    }
    asked()
    const tier = tierOf(variables.AXONFLOW_LICENSE_KEY)
    if (tier === null) {
      request.socket.destroy()
      return
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ status: 'healthy', license: { tier, maxNodes: 10, valid: true } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const restart = `${process.execPath} -e 'fetch("${url}/restart").then((r) => r.text()).then(console.log)'`
  const inFolder = nodeFiles(
    () => folder,
    () => folder,
  )
  return {
    path,
    folder,
    url: `${url}/health`,
    restart,
    /** tiers that the process started with, in order */
    seen,
    text: () => readFileSync(path, 'utf8'),
    mode: () => statSync(path).mode & 0o777,
    names: () => readdirSync(folder).sort(),
    write: (name: string, text: string) => writeFileSync(join(folder, name), fillIn(text), { mode: 0o600 }),
    /** Runs a command line there with --json, real files and a real shell; the clock alone is not. */
    lic: async (argv: readonly string[], world: World = {}) => {
      const host = {
        ...fakeHost({ env: TRUST, ...world }),
        files: inFolder,
        get,
        command: (line: Parameters<typeof command>[1]) =>
          command(process, { ...line, line: `cd '${folder}' && ${line.line}` }),
      }
      const exitCode = await run([...argv, '--json'], host)
      const said = host.out() + host.err()
      return { exitCode, leaked: leaks(said), said, answer: JSON.parse(host.out()) }
    },
    /** The same in words. */
    plain: async (argv: readonly string[]) => {
      const host = {
        ...fakeHost({ env: TRUST }),
        files: inFolder,
        get,
        command: (line: Parameters<typeof command>[1]) =>
          command(process, { ...line, line: `cd '${folder}' && ${line.line}` }),
      }
      const exitCode = await run(argv, host)
      return { exitCode, err: host.err(), leaked: leaks(host.out() + host.err()) }
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true })
    },
  }
}
