import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { version } from '../../package.json'
import { VERBS } from '../../src/cli/verbs.ts'
import { run } from '../../src/run.ts'
import { sandboxed } from '../support/sandboxed.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const page = (name: string) => readFileSync(join(ROOT, name), 'utf8')
const runbook = /## A rotation at three in the morning\n([\s\S]*?)\n## /.exec(page('README.md'))?.[1] ?? ''

/** Every command line of lic on that page, in its order. */
const lines = [...runbook.matchAll(/`(lic [^`]+)`|^ +(lic .+)$/gm)].map(
  ([, inline, block]) => inline ?? block ?? '',
)

const FILE = JSON.stringify({
  deployments: { production: { secret: 'axonflow/license-key', cluster: 'axonflow-cluster' } },
})

describe('the runbook of the README', () => {
  test('its commands do what it says, in its order', async () => {
    const { host } = await sandboxed({
      told: (key) => ({ files: { 'lic.config.json': FILE, 'new.key': key({ days: 365 }) } }),
    })
    const dryRun = 'lic rotate file:new.key --deployment production --dry-run'
    const done = `${dryRun.replace('--dry-run', '--yes')} --report-file rotation.json`
    const toRun = [
      'lic inspect file:new.key',
      'lic diff secret:axonflow/license-key file:new.key',
      dryRun,
      done,
      'lic history --deployment production',
      'lic rollback --deployment production --dry-run',
    ]
    for (const line of toRun) {
      if (line !== done) expect(lines).toContain(line)
      expect([line, await run(line.split(' ').slice(1), host)]).toEqual([line, 0])
    }
    expect(runbook).toContain('with `--yes --report-file rotation.json` in the place of `--dry-run`')
    expect(JSON.parse(host.kept.get('rotation.json') ?? '').result.report.ending).toBe('done')
  })

  test('every other command on it is one', () => {
    const verbs = lines.map((line) => line.split(' ')[1] ?? '')
    expect(verbs.filter((verb) => !Object.hasOwn(VERBS, verb))).toEqual([])
    expect(lines.length).toBeGreaterThan(7)
  })
})

describe('the list of changes', () => {
  const newest = /^## (.*)$/m.exec(page('CHANGELOG.md'))?.[1] ?? ''
  const changes = page('CHANGELOG.md')

  test('begins with the version of the package', () => {
    expect(newest.split(',')[0]).toBe(version)
  })

  test('names commands and options that there are, and no others', async () => {
    const words = [...changes.matchAll(/`lic ([a-z]+)/g)].map(([, verb]) => verb ?? '')
    expect(words.filter((verb) => !Object.hasOwn(VERBS, verb))).toEqual([])
    const told = await sandboxed()
    for (const verb of Object.keys(VERBS)) await run([verb, '--help'], told.host)
    const options = [...changes.matchAll(/(--[a-z-]+)/g)].map(([option]) => option)
    expect(options.filter((option) => !told.host.out().includes(`${option} `))).toEqual([])
  })
})
