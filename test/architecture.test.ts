import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = resolve(import.meta.dirname, '..', 'src')

/** Rooms by rank: a file imports from lower ranks or its own room. `src/sandbox` stands apart. */
const RANKS: readonly (readonly [RegExp, number])[] = [
  [/^model\//, 0],
  [/^wire\//, 1],
  [/^host\//, 1],
  [/^input\//, 2],
  [/^products\/product\.ts$/, 2],
  [/^targets\/target\.ts$/, 2],
  [/^targets\/health\//, 2.5],
  [/^products\/jwt\//, 2.5],
  [/^products\/registry\.ts$/, 4],
  [/^targets\/registry\.ts$/, 4],
  [/^products\/[^/]+\//, 3],
  [/^targets\/[^/]+\//, 3],
  [/^verdict\//, 5],
  [/^rotation\//, 5],
  [/^status\//, 5],
  [/^doctor\//, 5.5],
  [/^present\//, 6],
  [/^commands\//, 7],
  [/^cli\//, 8],
  [/^(main|run|worker|sieve)\.ts$/, 9],
]

/** Who may read a key's text, and who may name `process`. */
const MAY_REVEAL = [
  /^products\/[^/]+\//,
  /^targets\/[^/]+\/perform/,
  /^input\//,
  /^wire\//,
  /^present\/render\/key-value\.ts$/,
]
const MAY_NAME_PROCESS = [/^main\.ts$/]
const SANDBOX_USERS = ['commands/sandbox.ts', 'commands/demo.ts']

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()

interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

const sources: readonly Source[] = files.map((path) => {
  const text = readFileSync(join(SRC, path), 'utf8')
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name]) => name ?? '')
  return { path, text, imports }
})

const rankOf = (path: string): number | undefined => RANKS.find(([pattern]) => pattern.test(path))?.[1]

/** Comments and strings taken out, so that prose may say "process". */
const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|`(?:[^`\\]|\\.)*`|'(?:[^'\\\n]|\\.)*'/gm, '')

const folder = (path: string): string => {
  const parts = path.split('/')
  if (parts.length === 1) return ''
  return parts[0] === 'products' || parts[0] === 'targets' ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

/** Every import that goes up, or across to a peer. */
function strays(all: readonly Source[]): readonly string[] {
  const found: string[] = []
  for (const source of all) {
    if (source.path.startsWith('sandbox/')) continue
    const own = rankOf(source.path)
    if (own === undefined) {
      found.push(`${source.path}: in no room`)
      continue
    }
    for (const name of source.imports) {
      if (!name.startsWith('.')) continue
      const target = relative(SRC, resolve(SRC, dirname(source.path), name))
      if (target.startsWith('..')) continue
      if (target.startsWith('sandbox/')) {
        if (!SANDBOX_USERS.includes(source.path))
          found.push(`${source.path} -> ${target}: the sandbox is not for it`)
        continue
      }
      const rank = rankOf(target)
      if (rank === undefined) found.push(`${source.path} -> ${target}: in no room`)
      else if (folder(target) !== folder(source.path) && rank >= own)
        found.push(`${source.path} -> ${target}`)
    }
  }
  return found
}

const source = (path: string, ...imports: string[]): Source => ({ path, text: '', imports })

describe('the house', () => {
  test('imports go one way, and peers do not know each other', () => {
    expect(strays(sources)).toEqual([])
  })

  test('the rule bites', () => {
    expect(strays([source('model/a.ts', '../wire/b.ts')])).toHaveLength(1)
    expect(strays([source('products/axonflow/a.ts', '../other/b.ts')])).toHaveLength(1)
    expect(strays([source('wire/a.ts', '../host/b.ts')])).toHaveLength(1)
    expect(strays([source('commands/inspect.ts', '../sandbox/b.ts')])).toHaveLength(1)
    expect(strays([source('attic/a.ts')])).toHaveLength(1)
    expect(strays([source('commands/a.ts', '../model/b.ts', './c.ts')])).toEqual([])
  })

  test('the model imports nothing outside', () => {
    const outside = sources.filter(
      ({ path, imports }) => path.startsWith('model/') && imports.some((n) => !n.startsWith('.')),
    )
    expect(outside.map(({ path }) => path)).toEqual([])
  })

  test('no partition of AWS is taken for granted', () => {
    const literal = sources.filter(({ text }) => /arn:aws/.test(text))
    expect(literal.map(({ path }) => path)).toEqual([])
  })

  test('the clients of AWS are loaded when they are first asked, each by itself', () => {
    const early = sources.filter(({ text }) => /^(?:import|export) (?!type)[^;]*?from '\.\/sdk-/m.test(text))
    expect(early.map(({ path }) => path)).toEqual([])
    const clients = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/from '(@aws-sdk\/client-[\w-]+)'/g)]
        .filter(() => !/^import type/m.test(text))
        .map(([, name]) => `${path} ${name}`),
    )
    expect(clients).toEqual([
      'host/aws/sdk-auto-scaling.ts @aws-sdk/client-application-auto-scaling',
      'host/aws/sdk-ecs.ts @aws-sdk/client-ecs',
      'host/aws/sdk-logs.ts @aws-sdk/client-cloudwatch-logs',
      'host/aws/sdk-secrets.ts @aws-sdk/client-secrets-manager',
      'host/aws/sdk-sts.ts @aws-sdk/client-sts',
    ])
  })

  test('only the rooms that must read keys reveal them', () => {
    const named = sources.filter(
      ({ path, text }) =>
        path !== 'model/key-text.ts' &&
        codeOf(text).includes('.reveal()') &&
        !MAY_REVEAL.some((room) => room.test(path)),
    )
    expect(named.map(({ path }) => path)).toEqual([])
  })

  test('only main names process', () => {
    const named = sources.filter(
      ({ path, text }) =>
        /(?<![.\w])process\.|globalThis\.process/.test(codeOf(text)) &&
        !MAY_NAME_PROCESS.some((room) => room.test(path)),
    )
    const reallyNamed = named.filter(({ text }) => !/\bprocess: NodeJS\.Process/.test(text))
    expect(reallyNamed.map(({ path }) => path)).toEqual([])
  })

  test('no file is longer than a room should be', () => {
    const long = sources
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 250)
    expect(long).toEqual([])
  })
})
