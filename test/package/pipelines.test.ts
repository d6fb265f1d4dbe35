import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const ROOT = resolve(import.meta.dirname, '..', '..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const section = /## In a pipeline\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
const blocks = (language: string) =>
  [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].flatMap(([, name, text = '']) =>
    name === language ? [text] : [],
  )

interface Workflow {
  readonly jobs: Record<
    string,
    {
      readonly steps: readonly {
        readonly run?: string
        readonly env?: object
        readonly uses?: string
        readonly with?: Record<string, string>
      }[]
    }
  >
}
interface GitLab {
  readonly license: {
    readonly script: readonly string[]
    readonly artifacts: { readonly reports: { readonly junit: string } }
  }
}
interface TaskDefinition {
  readonly containerDefinitions: readonly {
    readonly command: readonly string[]
    readonly secrets: readonly { readonly name: string }[]
  }[]
}

const [github = '', gitlab = ''] = blocks('yaml')
const steps = Object.values((parse(github) as Workflow).jobs).flatMap((job) => job.steps)
const job = (parse(gitlab) as GitLab).license
const [task] = (JSON.parse(blocks('json')[0] ?? '') as TaskDefinition).containerDefinitions

const good = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20991231' })
const expired = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20200101' })

let folder: string
/** The tarball where the pipelines look for it, and a place of its own for what they install. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lic pipeline '))
  mkdirSync(join(folder, 'vendor'))
  execFileSync('npm', ['pack', ROOT, '--ignore-scripts', '--pack-destination', 'vendor'], {
    cwd: folder,
    stdio: 'pipe',
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function shell(script: string, key: string) {
  const prefix = join(folder, 'installed')
  const { stdout, stderr, status } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: `${join(prefix, 'bin')}:${process.env.PATH}`,
      HOME: folder,
      npm_config_prefix: prefix,
      npm_config_offline: 'true',
      AXONFLOW_LICENSE_KEY: key,
      LIC_PUBLIC_KEY: testAnchors.enterprise,
    },
  })
  return { code: status, out: stdout, err: stderr }
}

describe('what the README gives to paste', () => {
  test.each([
    ['a good key', good, 0, ''],
    ['an expired key', expired, 43, '::error title=key.expired::'],
    ['no key, as in a fork', '', 30, '::error title=key.absent::'],
  ])('as a GitHub workflow, with %s', (_which, key, code, annotation) => {
    const runs = steps.flatMap(({ run }) => run ?? [])
    expect(runs).toHaveLength(2)
    const last = runs.map((run) => shell(run, key)).at(-1)
    expect(last?.code).toBe(code)
    expect(last?.out).toContain(annotation)
    expect(last?.err).not.toBe('')
    const upload = steps.find(({ uses }) => uses?.includes('upload-sarif'))?.with?.sarif_file ?? ''
    expect(JSON.parse(readFileSync(join(folder, upload), 'utf8')).version).toBe('2.1.0')
  })

  test.each([
    ['a good key', good, 0, 'failures="0"'],
    ['an expired key', expired, 43, 'failures="1"'],
  ])('as a GitLab job, with %s', (_which, key, code, says) => {
    expect(shell(job.script.join('\n'), key).code).toBe(code)
    expect(readFileSync(join(folder, job.artifacts.reports.junit), 'utf8')).toContain(says)
  })

  test.each([
    ['a good key', good, 0],
    ['an expired key', expired, 41],
  ])('as a task of ECS, with %s', (_which, key, code) => {
    expect(task?.secrets.map(({ name }) => name)).toEqual(['AXONFLOW_LICENSE_KEY'])
    const words = (task?.command ?? []).map((word) => `'${word}'`).join(' ')
    const { code: found, out } = shell(`${job.script[0]} >&2 && ${words}`, key)
    expect([found, JSON.parse(out).exitCode]).toEqual([code, code])
  })
})
