import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { get, post } from '../../src/host/node-http.ts'
import { run } from '../../src/run.ts'
import { type FakeHost, fakeHost } from '../support/host.ts'

/** A host whose processes are this one, on the same files and streams, and whose requests are real. */
function stageHost(spoil: (argv: readonly string[], code: number) => number = (_argv, code) => code) {
  const base = fakeHost()
  const secrets: string[] = []
  const host: FakeHost = {
    ...base,
    get,
    post,
    files: {
      ...base.files,
      scratch: () => ({
        write: (name, text) => {
          void base.files.replace(`/scratch/${name}`, text)
          secrets.push(text)
          return `/scratch/${name}`
        },
        remove: () => {},
      }),
    },
    again: async (argv, env, aloud) => {
      secrets.push(env.ADMIN_TOKEN ?? 'none')
      if (aloud) return spoil(argv, await run(argv, { ...host, env }))
      const apart = fakeHost()
      const silent = { ...host, env, stdout: apart.stdout, stderr: apart.stderr }
      return spoil(argv, await run(argv, silent))
    },
  }
  return { host, secrets }
}

/** What is another in every run: the port, the keys. */
const settled = (text: string): string =>
  text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\b[\da-f]{16}\b/g, 'ANCHOR')
    .replace(/\b[\da-f]{12}\b/g, 'FINGERPRINT')

describe('lic demo --product atlasai', () => {
  test('the whole story, word for word', async () => {
    const { host, secrets } = stageHost()
    expect(await run(['demo', '--product', 'atlasai'], host)).toBe(0)
    const said = host.out() + host.err()
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
    await expect(settled(host.out())).toMatchFileSnapshot(join(import.meta.dirname, 'demo-atlasai.txt'))
  })

  test('as JSON: every command and request, with what came of it', async () => {
    const { host } = stageHost()
    const code = await run(['demo', '--product', 'atlasai', '--json'], host)
    const { result, ...rest } = JSON.parse(host.out())
    expect([code, rest, host.err()]).toEqual([
      0,
      { schema: 'lic/1', command: 'demo', ok: true, exitCode: 0 },
      '',
    ])
    const scenes: { command: string; expected: number; exitCode: number }[] = result.scenes
    expect(scenes.map(({ command, exitCode }) => [command.split(' ')[1], exitCode])).toEqual([
      ['inspect', 0],
      ['check', 40],
      ['check', 41],
      ['check', 41],
      ['rotate', 50],
      ['rotate', 50],
      ['rotate', 0],
      ['rotate', 0],
      ['check', 0],
    ])
    expect(scenes.filter(({ expected, exitCode }) => expected !== exitCode)).toEqual([])
    const [active, grace, readOnly, today] = [
      '2026-09-14T12:00:00Z',
      '2026-10-04T12:00:00Z',
      '2026-11-03T12:00:00Z',
      '2026-11-23T12:00:00Z',
    ] as const
    const [read, write, search] = ['GET /api/incidents', 'POST /api/incidents', 'POST /api/search']
    expect(result.requests).toEqual(
      [
        [active, read, 200],
        [active, write, 201],
        [active, search, 200],
        [grace, read, 200],
        [grace, write, 403],
        [grace, search, 200],
        [readOnly, read, 200],
        [readOnly, write, 403],
        [readOnly, search, 403],
        [today, read, 403],
        [today, 'GET /api/health', 200],
        [today, read, 200],
        [today, write, 201],
        [today, search, 200],
      ].map(([at, request, status]) => ({ at, request, expected: status, status })),
    )
  })

  test('a command that ends otherwise ends the story, and the demo with 1', async () => {
    const { host } = stageHost((argv, code) => (argv.includes('--dry-run') ? 31 : code))
    expect(await run(['demo', '--product', 'atlasai'], host)).toBe(1)
    expect(host.out()).toMatch(/\n\(exit 31, not 0 as expected\)\n$/)
    expect(host.err()).toMatch(/error: the story did not end as it should \[lic\.fault\]\n$/)
  })

  test('so does a request that is answered otherwise', async () => {
    const { host } = stageHost()
    const teapot = { status: 418, contentType: '', body: new Uint8Array(), cut: false }
    const deaf = { ...host, post: async () => teapot }
    expect(await run(['demo', '--product', 'atlasai', '--json'], deaf)).toBe(1)
    expect(JSON.parse(host.out()).result.requests).toEqual([
      { at: '2026-09-14T12:00:00Z', request: 'GET /api/incidents', expected: 200, status: 200 },
      { at: '2026-09-14T12:00:00Z', request: 'POST /api/incidents', expected: 201, status: 418 },
      { at: '2026-09-14T12:00:00Z', request: 'POST /api/search', expected: 200, status: 418 },
    ])
  })
})
