import { describe, expect, test } from 'vitest'
import { readProjectFile } from '../../src/input/project-file.ts'
import { says } from '../../src/model/visible.ts'
import { run } from '../../src/run.ts'
import { leaks } from '../support/sample-keys.ts'
import { sandboxed } from '../support/sandboxed.ts'

const read = (text: string) => readProjectFile(text, says`lic.config.json`)

describe('lic init', () => {
  test('writes a file that lic reads, and that says where the deployment is', async () => {
    const { host, calls } = await sandboxed()
    expect(await run(['init', '--write'], host)).toBe(0)
    const text = host.kept.get('lic.config.json') ?? ''
    expect(text).toBe(host.out())
    expect(read(text).deployments).toEqual(
      new Map([
        [
          'axonflow-cluster',
          {
            secret: 'axonflow/license-key',
            field: null,
            cluster: 'axonflow-cluster',
            services: ['axonflow-agent-service', 'axonflow-orchestrator-service'],
            region: 'us-east-1',
            identity: 'acme',
          },
        ],
      ]),
    )
    expect(calls.filter((call) => /get|put|create|moveStage|force|register|Draft/.test(call))).toEqual([])
  })

  test('what it writes can be rotated by its name', async () => {
    const first = await sandboxed()
    await run(['init'], first.host)
    const { host } = await sandboxed({
      told: (key) => ({ files: { 'lic.config.json': first.host.out(), 'new.key': key({ days: 365 }) } }),
    })
    const argv = ['rotate', 'file:new.key', '--deployment', 'axonflow-cluster', '--yes', '--json']
    expect(await run(argv, host)).toBe(0)
    expect(JSON.parse(host.out()).result.report.ending).toBe('done')
  })

  test('an existing file stays, but by force', async () => {
    const there = { files: { 'lic.config.json': '{}' } }
    const kept = await sandboxed({ told: there })
    expect(await run(['init', '--write'], kept.host)).toBe(2)
    expect(kept.host.kept.size).toBe(0)
    const forced = await sandboxed({ told: there })
    expect(await run(['init', '--write', '--force'], forced.host)).toBe(0)
    expect([...forced.host.kept.keys()]).toEqual(['lic.config.json'])
  })

  test('a folder that may not be written is said', async () => {
    const { host } = await sandboxed({ told: { unwritable: ['lic.config.json'] } })
    expect(await run(['init', '--write'], host)).toBe(2)
    expect(host.err()).toContain('lic.config.json cannot be written here [usage.argument]')
  })

  test('no key that it comes across is shown', async () => {
    const { host, key } = await sandboxed({
      wiring: {
        container: (role, arn) =>
          role === 'agent'
            ? {
                environment: [
                  { name: 'AXONFLOW_LICENSE_KEY', value: 'AXON-eyJhbGciOiJub25lIn0.abcdefghijklmnop' },
                ],
              }
            : { secrets: [{ name: 'AXONFLOW_LICENSE_KEY', valueFrom: arn }] },
      },
      told: (issue) => ({ files: { '.env': `AXONFLOW_LICENSE_KEY=${issue()}\nORG_ID="${issue()}"\n` } }),
    })
    expect(await run(['init'], host)).toBe(0)
    const said = host.out() + host.err()
    expect(said).not.toContain('AXON-')
    expect(said).not.toContain(key().slice(5, 25))
    expect(leaks(said)).toEqual([])
    expect(said).toContain('saw: .env, line 1: AXONFLOW_LICENSE_KEY')
  })
})
