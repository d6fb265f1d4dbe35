import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { DockerHow } from '../../src/host/host.ts'
import { docker } from '../../src/host/node-docker.ts'

/*
 * An executable of that name on the PATH, which is not Docker: what it is given and what becomes of it is real, what it
 * answers is made up.
 */
const folder = mkdtempSync(join(tmpdir(), 'lic-docker-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function executable(script: string): NodeJS.Process {
  const file = join(folder, 'docker')
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o700)
  const env = { PATH: `${folder}${delimiter}${process.env.PATH}`, HOME: folder }
  return Object.assign(Object.create(process), { env }) as NodeJS.Process
}

const how = (more: Partial<DockerHow> = {}): DockerHow => ({
  standIn: (name) => `stand-in-for-${name}`,
  timeoutMs: 20_000,
  capBytes: 1 << 20,
  ...more,
})

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')

test('it gets a stand-in for each license, its arguments as they are, and no input', async () => {
  const process = executable('env | grep LICENSE | sort; for word; do echo "[$word]"; done; cat')
  const env = { ...process.env, AXONFLOW_LICENSE_KEY: 'AXON-real.key', LICENSE_KEY: '', OTHER: undefined }
  const ran = await docker(process, env, ['compose', 'a b', '$HOME', ';ls'], how())
  expect(ran?.code).toBe(0)
  expect(text(ran?.stdout).split('\n')).toEqual([
    'AXONFLOW_LICENSE_KEY=stand-in-for-AXONFLOW_LICENSE_KEY',
    'LICENSE_KEY=',
    '[compose]',
    '[a b]',
    '[$HOME]',
    '[;ls]',
    '',
  ])
})

test('it fetches no Compose file from elsewhere', async () => {
  const process = executable('env | grep ^COMPOSE_ | sort')
  Object.assign(process.env, { COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'true' })
  const ran = await docker(process, process.env, [], how())
  expect(text(ran?.stdout)).toBe(
    'COMPOSE_EXPERIMENTAL_GIT_REMOTE=false\nCOMPOSE_EXPERIMENTAL_OCI_REMOTE=false\n',
  )
})

test('its exit code counts, and what it writes to standard error is nobody’s', async () => {
  const ran = await docker(executable('echo out; echo err >&2; exit 14'), {}, [], how())
  expect([ran?.code, text(ran?.stdout)]).toEqual([14, 'out\n'])
})

test('what takes too long is ended, with all that it started', async () => {
  const pids = join(folder, 'pids')
  const process = executable(`sleep 300 & echo $! > ${pids}; wait`)
  expect((await docker(process, {}, [], how({ timeoutMs: 500 })))?.code).toBe(null)
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', readFileSync(pids, 'utf8').trim()])
  expect(stdout.toString('utf8')).not.toMatch(/^[RSD]/)
})

test('what says too much is ended', async () => {
  const ran = await docker(executable('while :; do echo 0123456789; done'), {}, [], how({ capBytes: 10_000 }))
  expect(ran?.code).toBe(null)
  expect(ran?.stdout.length).toBeLessThanOrEqual(10_000)
})

const present = spawnSync('docker', ['--version']).status === 0
test.skipIf(!present)('the real docker (skipped where there is none) answers through it, too', async () => {
  const ran = await docker(process, {}, ['--version'], how())
  expect([ran?.code, text(ran?.stdout)]).toEqual([0, expect.stringMatching(/^Docker version \d/)])
})

test('where there is none, there is none', async () => {
  const env = { PATH: join(folder, 'empty') }
  expect(await docker(Object.assign(Object.create(process), { env }), {}, [], how())).toBe(null)
})
