import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'

const BIN = resolve(import.meta.dirname, '..', '..', 'bin', 'lic.js')

/** One request that arrived, as far as it says who asks for what. */
export interface Asked {
  /** `secretsmanager GetSecretValue`, `sts AssumeRole`, `sso GetRoleCredentials`, `sso-oidc CreateToken`, `signin CreateOAuth2Token`, `container` */
  readonly call: string
  /** the access key that signed it; null: unsigned */
  readonly by: string | null
  readonly form: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly url: string
}

export type Reply = (answer: ServerResponse, asked: Asked) => void

export interface Loopback {
  readonly url: string
  readonly port: number
  readonly asked: readonly Asked[]
  /** `call by key`, one a line of a test */
  calls(): readonly string[]
  close(): void
}

const IN_AN_HOUR = () => new Date(Date.now() + 3_600_000).toISOString()

export const json =
  (body: object, status = 200): Reply =>
  (answer) => {
    answer.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
  }

const assumed =
  (action: string): Reply =>
  (answer, { form }) => {
    const role = form.get('RoleArn') ?? ''
    const key = `ASIA-OF-${role.replace(/^.*\//, '').toUpperCase()}`
    answer
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>` +
          `<AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>` +
          `<Expiration>${IN_AN_HOUR()}</Expiration></Credentials></${action}Result></${action}Response>`,
      )
  }

export const stsRefuses =
  (code: string, message: string, status = 403): Reply =>
  (answer) => {
    answer
      .writeHead(status, { 'content-type': 'text/xml' })
      .end(
        `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
      )
  }

/** What every service answers, unless a test says otherwise. */
const usual = (key: string): Readonly<Record<string, Reply>> => ({
  'secretsmanager GetSecretValue': json({
    ARN: 'arn:s',
    Name: 's',
    VersionId: 'v1',
    VersionStages: ['AWSCURRENT'],
    SecretString: key,
  }),
  'sts AssumeRole': assumed('AssumeRole'),
  'sts AssumeRoleWithWebIdentity': assumed('AssumeRoleWithWebIdentity'),
  'sso GetRoleCredentials': json({
    roleCredentials: {
      accessKeyId: 'ASIA-OF-SSO',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: Date.now() + 3_600_000,
    },
  }),
  'sso-oidc CreateToken': json({ accessToken: 'renewed', refreshToken: 'next', expiresIn: 3600 }),
  container: json({
    AccessKeyId: 'ASIA-OF-CONTAINER',
    SecretAccessKey: 's',
    Token: 't',
    Expiration: IN_AN_HOUR(),
  }),
})

/** All the services that a start of lic may ask, on one port. @param tls with which certificate; default: without one */
export async function loopbackAws(
  key: string,
  replies: Readonly<Record<string, Reply>> = {},
  tls: { readonly key: Buffer; readonly cert: Buffer } | null = null,
): Promise<Loopback> {
  const asked: Asked[] = []
  const answers = { ...usual(key), ...replies }
  const listen = (request: IncomingMessage, answer: ServerResponse) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const one = askedIn(request, Buffer.concat(parts).toString())
      asked.push(one)
      const reply = answers[one.call]
      if (reply === undefined) answer.writeHead(404).end('nobody')
      else reply(answer, one)
    })
  }
  const server = tls === null ? createServer(listen) : createSecureServer(tls, listen)
  const port = await listening(server)
  return {
    url: `${tls === null ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    asked,
    calls: () => asked.map(({ call, by }) => (by === null ? call : `${call} by ${by}`)),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

export async function listening(server: Server | SecureServer): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

function askedIn(request: IncomingMessage, body: string): Asked {
  const { headers, url = '' } = request
  const form = new URLSearchParams(body)
  const [, by = null] = /Credential=([^/]+)\//.exec(headers.authorization ?? '') ?? []
  const [, target] = /\.(\w+)$/.exec(String(headers['x-amz-target'] ?? '')) ?? []
  const call =
    target !== undefined
      ? `secretsmanager ${target}`
      : form.get('Action') !== null
        ? `sts ${form.get('Action')}`
        : url.startsWith('/federation/credentials')
          ? 'sso GetRoleCredentials'
          : url === '/token'
            ? 'sso-oidc CreateToken'
            : url === '/v1/token'
              ? 'signin CreateOAuth2Token'
              : 'container'
  return { call, by, form, headers, url }
}

interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

/**
 * The built program as a process of its own, with nothing in its environment but what is given.
 * @param typed at a terminal, where there is to be one: then everything is written there, to stdout here
 */
export function runBuilt(
  argv: readonly string[],
  env: Record<string, string>,
  typed: string | null = null,
): Promise<Ran> {
  const line = [process.execPath, BIN, ...argv].map((word) => `'${word}'`).join(' ')
  const options = { env: { PATH: process.env.PATH ?? '', ...env } }
  const child =
    typed === null
      ? spawn(process.execPath, [BIN, ...argv], options)
      : spawn('script', ['-qec', line, '/dev/null'], options)
  child.stdin.on('error', () => {}).end(typed ?? '')
  const text = { stdout: '', stderr: '' }
  child.stdout.on('data', (part) => {
    text.stdout += part
  })
  child.stderr.on('data', (part) => {
    text.stderr += part
  })
  return new Promise((done) => child.on('close', (code) => done({ ...text, code })))
}
