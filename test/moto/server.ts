import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** The real `moto_server`, where it is on the PATH. */
export const motoIsThere = spawnSync('moto_server', ['--help']).status === 0

export interface Moto {
  readonly endpoint: string
  /** what a shell needs to use it */
  readonly env: Readonly<Record<string, string>>
  /** One call, such as `secretsmanager.DescribeSecret`, straight; moto checks no signature. */
  call(target: string, body: object): Promise<Record<string, unknown>>
  /** As if it had just been started. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** An AWS that is not ours, on loopback. Its services say that one task runs; it lists none. */
export async function startMoto(): Promise<Moto> {
  const port = await freePort()
  const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, MOTO_ECS_SERVICE_RUNNING: '1' },
    stdio: 'ignore',
  })
  const endpoint = `http://127.0.0.1:${port}`
  await answers(`${endpoint}/moto-api/`, child)
  return {
    endpoint,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'moto',
      AWS_SECRET_ACCESS_KEY: 'moto',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
    call: async (target, body) => {
      const service = target.startsWith('secretsmanager') ? 'secretsmanager' : 'ecs'
      const headers = {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': target,
        authorization: `AWS4-HMAC-SHA256 Credential=moto/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      }
      const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`${target}: ${answer.status}`)
      return (await answer.json()) as Record<string, unknown>
    },
    reset: async () => {
      await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' })
    },
    close: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answered = await fetch(url).then(
      (answer) => answer.text(),
      () => null,
    )
    if (answered !== null) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('moto_server ended')
}
