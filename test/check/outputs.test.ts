import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFiles } from '../../src/host/node-files.ts'
import { MOST_KEYS } from '../../src/present/check/report.ts'
import { run } from '../../src/run.ts'
import { fakeHost, type World } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const LIC_PUBLIC_KEY = `${testAnchors.evaluation},${testAnchors.enterprise}`

async function check(args: readonly string[], world: World = {}) {
  const host = fakeHost({ env: { LIC_PUBLIC_KEY }, ...world })
  const code = await run(['check', ...args], host)
  return { code, out: host.out(), err: host.err(), kept: Object.fromEntries(host.kept) }
}

interface Element {
  readonly name: string
  readonly attributes: Record<string, string>
}

/** Every element of a document, in order; throws for one that is not well-formed. */
function elementsOf(xml: string): readonly Element[] {
  const found: Element[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }))
  parser.write(xml).close()
  return found
}

const named = (name: string, xml: string) => elementsOf(xml).filter((element) => element.name === name)

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '\n::error::x',
    '\r\n::set-output name=a::b',
    ']]>',
    '<!--',
    '&#0;',
    '\u0000',
    '\ufffe',
    '%0A::x',
    '##[error]',
    '|days=1',
  ),
)

describe('the formats of check', () => {
  test('hold any text of a key, a path or a reason without breaking out of it', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (identity, name) => {
        const path = `k${name.replaceAll('#', '')}`
        const stdin = sampleKey({ tier: 'Enterprise', org_id: `a${identity}`, expires_at: '20200101' })
        const files = ['junit', 'sarif', 'json', 'jsonl', 'github', 'text'].map(
          (one) => `--output=${one}=${one}`,
        )
        const { kept, out } = await check([`file:${path}`, '--exit-style', 'nagios', ...files], {
          files: { [path]: stdin },
        })
        expect(named('testcase', kept.junit ?? '')).toHaveLength(1)
        for (const one of ['sarif', 'json', 'jsonl']) {
          expect(kept[one]).toMatch(/^[\x20-\x7e]+\n$/)
          JSON.parse(kept[one] ?? '')
        }
        expect(kept.github).toMatch(/^::error file=[^:,\n]*,line=1,title=key\.expired::[^\n]*\n$/)
        expect(kept.text).toMatch(/^fail {2}[^\n]*\n$/)
        expect(out).toMatch(/^LIC CRITICAL - [^|\n]*\|days=-\d+\.\d;30:;7: checked=1 failed=1\n$/)
      }),
    )
  })

  test('name what decides: a failure for what is rejected, an error for what could not be checked', async () => {
    const old = 'AXON-PRO-acme-20990101-abcdef'
    const unknown = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20990101' })
    for (const [stdin, env, args, kind, type] of [
      [old, {}, [], 'failure', 'key.old-format'],
      [old, {}, ['--platform', '4.0.0'], 'error', 'key.unverifiable'],
      ['', {}, [], 'error', 'key.absent'],
      [unknown, {}, [], 'failure', 'key.signature-invalid'],
      [unknown, { LIC_PUBLIC_KEY }, [], 'system-out', undefined],
    ] as const) {
      const { out } = await check(['-', '--output', 'junit', ...args], { stdin, env })
      const last = elementsOf(out).at(-1)
      expect([last?.name, last?.attributes.type]).toEqual([kind, type])
    }
  })

  test('keep what fails when there is too much, and say what is left out', async () => {
    const good = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20990101' })
    const stdin = `${'nonsense\n'.repeat(3)}${`${good}\n`.repeat(3)}${'nonsense\n'.repeat(MOST_KEYS)}`
    const { kept, err, code } = await check(
      ['--lines', '-', '--output=junit=a', '--output=json=b', '--output=sarif=c', '--quiet'],
      { stdin },
    )
    const [suite] = named('testsuite', kept.a ?? '')
    expect([code, err, suite?.attributes]).toEqual([
      44,
      '',
      {
        name: 'lic check',
        tests: `${MOST_KEYS + 4}`,
        failures: `${MOST_KEYS + 1}`,
        errors: '0',
        skipped: '0',
      },
    ])
    expect(named('testcase', kept.a ?? '').at(-1)?.attributes.name).toBe('3 more keys are not in this report')
    const { result } = JSON.parse(kept.b ?? '')
    expect([result.keys.length, result.left, result.summary.checked]).toEqual([
      MOST_KEYS + 3,
      3,
      MOST_KEYS + 6,
    ])
    const [sarif] = JSON.parse(kept.c ?? '').runs
    expect(sarif.results.length).toBeLessThanOrEqual(MOST_KEYS)
    expect(sarif.invocations[0].toolExecutionNotifications).toEqual([
      {
        level: 'warning',
        message: { text: `${MOST_KEYS + 3 - sarif.results.length} more findings are not in this file` },
      },
    ])
  }, 60_000)

  test('say the same of a list as without them', async () => {
    const lines = [2099, 2020, 2099].map((year) =>
      sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: `${year}0101` }),
    )
    const stdin = `${lines.join('\n')}\n# x\n\nnonsense\n`
    for (const [format, as] of [
      ['text', []],
      ['jsonl', ['--json']],
    ] as const) {
      const plain = await check(['--lines', '-', ...as], { stdin })
      const asked = await check(['--lines', '-', '--output', format], { stdin })
      expect([asked.code, asked.out]).toEqual([plain.code, plain.out])
    }
  })

  test('begin no line with a part of a file’s name, and show no key that stands in one', async () => {
    const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20991231' })
    const line = 'deploy/axon-eks/a\n::error::x.env'
    const pasted = `${key}/b.env`
    const files = { [line]: 'AXONFLOW_LICENSE_KEY=x\n', [pasted]: 'AXONFLOW_LICENSE_KEY=x\n' }
    for (const format of ['json', 'jsonl', 'junit', 'sarif', 'github', 'text']) {
      const { out, err } = await check([`file:${line}`, `file:${pasted}`, '--output', format], { files })
      expect(`${out}${err}`).not.toMatch(/^::error::x/m)
      expect(`${out}${err}`).not.toContain(key.slice(20, 60))
    }
    const { out } = await check([`file:${line}`, '--output', 'junit'], { files })
    expect(named('testcase', out)[0]?.attributes.file).toBe('deploy/axon-eks/a\\u{a}::error::x.env')
    const { out: commands } = await check([`file:${line}`, '--output', 'github'], { files })
    expect(commands).toMatch(/^::error file=deploy\/axon-eks\/a\\u\{a}%3A%3Aerror%3A%3Ax\.env,line=1,/)
  })

  test('leave a human line on stderr, whatever stands on stdout', async () => {
    const stdin = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20200101' })
    for (const format of ['json', 'jsonl', 'junit', 'sarif', 'github'])
      expect((await check(['-', '--output', format], { stdin })).err).toMatch(
        /^fail {2}expired: .* from standard input\n$/,
      )
  })
})

describe('a file that grows', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lic-grow-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const files = () =>
    nodeFiles(
      () => folder,
      () => folder,
    )

  test('is there when it is whole, for all to read, and leaves nothing beside it', async () => {
    writeFileSync(join(folder, 'a'), 'old', { mode: 0o600 })
    const file = await files().grow('a')
    await file.write('new ')
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old')
    await file.write('text')
    await file.finish()
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('new text')
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o644 & ~process.umask())
    expect(readdirSync(folder)).toEqual(['a'])
  })

  test('leaves what was there when it is given up', async () => {
    writeFileSync(join(folder, 'a'), 'old')
    const file = await files().grow('a')
    await file.write('new')
    await file.abandon()
    expect([readFileSync(join(folder, 'a'), 'utf8'), readdirSync(folder)]).toEqual(['old', ['a']])
  })

  test('is refused where no file can be', async () => {
    symlinkSync('/dev/null', join(folder, 'device'))
    for (const [path, reason] of [
      ['.', 'not-a-file'],
      ['device', 'not-a-file'],
      ['missing/a', 'missing'],
    ])
      await expect(files().grow(path ?? '')).rejects.toMatchObject({ name: 'FileTrouble', reason })
  })
})
