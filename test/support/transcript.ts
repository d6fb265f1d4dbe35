import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseInstant } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { dockerOf } from './docker-lines.ts'
import { fakeHost, type World } from './host.ts'
import { fillIn, leaks } from './sample-keys.ts'
import { sandboxHost } from './sandbox-lines.ts'

/**
 * A transcript file: settings, then what happens.
 *
 *   # any sentence
 *   now 2026-11-23T12:00:00Z
 *   terminal 100                 (stdout is a terminal of that width; also: color)
 *   env NAME=value
 *   file PATH                    (lines up to a line with only a full stop)
 *   unreadable PATH              (it may not be read)
 *   stdin                        (the same; `stdin-` drops the last line feed)
 *   sandbox KEY                  (an AWS with a deployment in it: see sandbox-lines.ts)
 *   docker …                     (a docker in it: see docker-lines.ts)
 *   unwritable PATH              (a path that may not be written; `fills-up`: only at its end)
 *   no-region                    (none is set, so that AWS cannot be asked)
 *   typed ANSWER                 (what is typed at a prompt; `typed-nothing` ends input)
 *   $ lic inspect -
 *   ...stdout
 *   -- stderr
 *   ...
 *   -- file PATH                 (what was written to a report, one such block a file)
 *   -- exit 0
 *
 * `{{NAME}}` stands for a sample key (see sample-keys.ts), so that no key is written down; in the
 * output the same keys must never appear. UPDATE_TRANSCRIPTS=1 writes what happened; read it aloud.
 */
export interface Transcript {
  readonly path: string
  readonly name: string
}

const ROOT = join(import.meta.dirname, '..', 'transcripts')

export function transcripts(): readonly Transcript[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.txt'))
    .sort()
    .map((path) => ({ path: join(ROOT, path), name: path.replace(/\.txt$/, '') }))
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export interface Played {
  readonly expected: string
  readonly actual: string
  readonly unused: readonly unknown[]
  /** sample keys that can be read in the output */
  readonly leaked: readonly string[]
}

export async function play(transcript: Transcript): Promise<Played> {
  const expected = readFileSync(transcript.path, 'utf8')
  const lines = expected.split('\n')
  const at = lines.findIndex((line) => line.startsWith('$ lic'))
  if (at < 0) throw new Error(`${transcript.name}: no line that begins with "$ lic"`)
  const world: Mutable<World> = readWorld(lines.slice(0, at))
  const docker = lines.slice(0, at).filter((line) => line.startsWith('docker'))
  if (docker.length > 0) world.docker = dockerOf(docker.map(fillIn))
  const sandbox = lines.slice(0, at).filter((line) => line.startsWith('sandbox'))
  const host = sandbox.length === 0 ? fakeHost(world) : await sandboxHost(sandbox.map(fillIn), world)
  const code = await run(splitWords(fillIn((lines[at] ?? '').slice('$ lic'.length))), host)
  const actual = [
    ...lines.slice(0, at + 1),
    ...block(host.out()),
    '-- stderr',
    ...block(host.err()),
    ...[...host.grown].flatMap(([path, text]) => [`-- file ${path}`, ...block(text)]),
    `-- exit ${code}`,
    '',
  ].join('\n')
  if (process.env.UPDATE_TRANSCRIPTS === '1' && actual !== expected) writeFileSync(transcript.path, actual)
  return {
    expected,
    actual,
    unused: host.unused(),
    leaked: leaks([host.out(), host.err(), ...host.grown.values()].join('')),
  }
}

const block = (text: string): readonly string[] => {
  if (text === '') return []
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : [...text.split('\n'), '-- no line feed']
}

function readWorld(lines: readonly string[]): World {
  const world: Mutable<World> = {}
  const env: Record<string, string> = {}
  const files: Record<string, string> = {}
  const typed: (string | null)[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    const [word = '', ...rest] = line.split(' ')
    const value = rest.join(' ')
    const heredoc = () => {
      const end = lines.indexOf('.', index)
      const text = fillIn(lines.slice(index + 1, end).join('\n'))
      index = end
      return text
    }
    if (line === '' || word === '#' || word.startsWith('sandbox') || word.startsWith('docker')) continue
    else if (word === 'now') world.now = parseInstant(value) ?? fail(line)
    else if (word === 'terminal') {
      world.terminal = true
      world.width = Number(value)
    } else if (word === 'env')
      env[value.slice(0, value.indexOf('='))] = fillIn(value.slice(value.indexOf('=') + 1))
    else if (word === 'file') files[value] = `${heredoc()}\n`
    else if (word === 'file-') files[value] = heredoc()
    else if (word === 'unreadable') world.unreadable = [...(world.unreadable ?? []), value]
    else if (word === 'stdin') world.stdin = `${heredoc()}\n`
    else if (word === 'stdin-') world.stdin = heredoc()
    else if (word === 'typed') typed.push(fillIn(value))
    else if (word === 'unwritable') world.unwritable = [...(world.unwritable ?? []), value]
    else if (word === 'fills-up') world.fillsUp = [...(world.fillsUp ?? []), value]
    else if (word === 'no-region') world.noRegion = true
    else if (word === 'typed-nothing') typed.push(null)
    else fail(line)
  }
  return { ...world, env, files, typed }
}

function fail(line: string): never {
  throw new Error(`not a transcript line: ${line}`)
}

/** Words as a shell splits them, with single and double quotes and nothing else. */
function splitWords(text: string): string[] {
  return [...text.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  )
}
