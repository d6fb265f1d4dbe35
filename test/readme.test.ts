import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VERBS } from '../src/cli/verbs.ts'
import { EXIT } from '../src/model/exit.ts'
import { transcripts } from './support/transcript.ts'

const ROOT = resolve(import.meta.dirname, '..')
const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8')
const manifest = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>
  devDependencies: Record<string, string>
}

interface Shown {
  readonly command: string
  readonly lines: readonly string[]
}

/** What the README shows of each command, elided parts as `...`. */
function sessions(text: string): readonly Shown[] {
  return [...text.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block
      .split(/^(?=\$ )/m)
      .filter((part) => part !== '')
      .map((part) => {
        const [command = '', ...lines] = part.trimEnd().split('\n')
        return { command, lines }
      }),
  )
}

/** Whether the lines stand in the output in this order, side by side but for `...`. */
function shows(output: readonly string[], lines: readonly string[]): boolean {
  let at = 0
  let gap = true
  for (const line of lines) {
    if (line === '...') {
      gap = true
      continue
    }
    const found = output.indexOf(line, at)
    if (found < 0 || (!gap && found !== at)) return false
    at = found + 1
    gap = false
  }
  return true
}

const played = transcripts().map(({ path }) => {
  const lines = readFileSync(path, 'utf8').split('\n')
  const at = lines.findIndex((line) => line.startsWith('$ '))
  return { command: lines[at] ?? '', output: lines.slice(at + 1, lines.indexOf('-- stderr')) }
})

describe('the README', () => {
  test.each(sessions(readme).map((shown) => [shown.command, shown] as const))(
    'shows what a transcript proves: %s',
    (_name, { command, lines }) => {
      const same = played.filter((one) => one.command === command)
      expect(same.length).toBeGreaterThan(0)
      expect(same.some(({ output }) => shows(output, lines))).toBe(true)
    },
  )

  test('shows the whole IAM policy', () => {
    const isPolicy = ({ command }: { readonly command: string }) =>
      /^\$ lic rotate --print-iam-policy$/.test(command)
    const [shown] = sessions(readme).filter(isPolicy)
    expect(played.filter(isPolicy).map(({ output }) => output)).toContainEqual(shown?.lines)
  })

  test('the comparison bites', () => {
    expect(sessions(readme).length).toBeGreaterThan(3)
    expect(shows(['a', 'b', 'c'], ['a', 'c'])).toBe(false)
    expect(shows(['a', 'b', 'c'], ['a', '...', 'c'])).toBe(true)
    expect(shows(['a', 'b', 'c'], ['a', 'x'])).toBe(false)
  })

  test('names every command and no other', () => {
    const table = /## Commands\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
    const named = [...table.matchAll(/^\| `lic (\w+)/gm)].map(([, name]) => name)
    expect(named).toEqual(Object.keys(VERBS))
  })

  test('explains every exit code that can happen, and no other', () => {
    const table = /## Exit codes\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? ''
    const codes = [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, list = '']) =>
      list.split(', ').map(Number),
    )
    expect(codes).toEqual(Object.values(EXIT))
  })

  test('gives a reason for every package', () => {
    const table = /## Packages\n([\s\S]*)$/.exec(readme)?.[1] ?? ''
    const unnamed = Object.keys(manifest.devDependencies).filter(
      (name) => !name.startsWith('@types/') && !table.includes(name.replace('@aws-sdk/client-', 'client-')),
    )
    expect(unnamed).toEqual([])
  })

  test('the commands of its shell blocks exist', () => {
    const shell = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trim())
    expect(shell).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['demo', 'test', 'check', 'bench']))
    const ci = readFileSync(resolve(ROOT, '.ci', 'run'), 'utf8')
    expect(ci).toContain('npm ci && npm test')
    expect(ci).toContain('bin/lic.js demo')
  })
})
