import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createProxy, type Server } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { connect } from '../../src/host/aws/clients.ts'
import { goesDirect } from '../../src/host/aws/proxy.ts'
import { AwsTrouble } from '../../src/host/aws-api.ts'

const openssl = spawnSync('openssl', ['version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'lic-network-'))
const open: { close(): unknown; closeAllConnections(): void }[] = []
afterAll(() => {
  for (const server of open) {
    server.closeAllConnections()
    server.close()
  }
  rmSync(folder, { recursive: true })
})

const listening = async (server: Server | ReturnType<typeof createServer>): Promise<number> => {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** A server for secrets.test that only the tunnel can find, and a proxy that leads there. */
async function behindProxy() {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const names = ['-subj', '/CN=secrets.test', '-addext', 'subjectAltName=DNS:secrets.test']
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...['-keyout', key, '-out', cert, ...names],
    ],
    { stdio: 'ignore' },
  )
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, answer) => {
    request.resume().on('end', () => answer.end('{"ARN":"arn:s","Name":"found"}'))
  })
  const port = await listening(server)
  const asked: string[] = []
  const proxy = createProxy()
  proxy.on('connect', ({ url, headers }, socket) => {
    asked.push(`${url} ${headers['proxy-authorization'] ?? ''}`)
    const on = dial(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      on.pipe(socket).pipe(on)
    })
  })
  return { cert, asked, proxy: `http://user:p%40ss@127.0.0.1:${await listening(proxy)}` }
}

const through = (env: Record<string, string>) =>
  connect({ region: 'eu-west-1' }, env, {
    endpoint: 'https://secrets.test',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })

describe.skipIf(!openssl)('a proxy and a CA bundle (skipped where there is no openssl)', () => {
  test('are used as aws uses them', async () => {
    const { cert, asked, proxy } = await behindProxy()
    const aws = await through({ HTTPS_PROXY: proxy, AWS_CA_BUNDLE: cert })
    expect((await aws.secrets.describe('s')).name).toBe('found')
    expect(asked).toEqual([`secrets.test:443 Basic ${Buffer.from('user:p@ss').toString('base64')}`])
  })

  test('without the bundle the certificate is refused', async () => {
    const { proxy } = await behindProxy()
    const aws = await through({ HTTPS_PROXY: proxy })
    await expect(aws.secrets.describe('s')).rejects.toBeInstanceOf(AwsTrouble)
  })
})

test.each([
  ['secrets.test', ['secrets.test'], true],
  ['a.secrets.test', ['.secrets.test'], true],
  ['a.secrets.test', ['*.secrets.test'], true],
  ['notsecrets.test', ['secrets.test'], false],
  ['secrets.test', ['*'], true],
  ['secrets.test', [''], false],
  ['secrets.test', ['secrets.test:443'], true],
  ['secrets.test', ['secrets.test:8443'], false],
])('%s with NO_PROXY %o goes direct: %s', (host, direct, expected) => {
  expect(goesDirect(host, 443, direct)).toBe(expected)
})
