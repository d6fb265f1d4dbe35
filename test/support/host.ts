import { Buffer } from 'node:buffer'
import { basename, dirname } from 'node:path'
import { Readable } from 'node:stream'
import { type Aws, AwsTrouble } from '../../src/host/aws-api.ts'
import { fileTrouble } from '../../src/host/file-trouble.ts'
import {
  type CommandEnd,
  type CommandLine,
  type DockerHow,
  type DockerRun,
  type FileRead,
  type Host,
  type HttpAnswer,
  HttpTrouble,
  type SignalName,
  type Tree,
} from '../../src/host/host.ts'
import { type Instant, instantAt } from '../../src/model/instant.ts'

/** What a test says of its world. Whatever it does not say is empty or refuses. */
export interface World {
  readonly now?: Instant
  readonly env?: Record<string, string>
  readonly files?: Record<string, string | Uint8Array>
  /** paths that may not be read */
  readonly unreadable?: readonly string[]
  readonly stdin?: string | Uint8Array
  /** answers typed at prompts, in order; using too few or too many fails the test */
  readonly typed?: readonly (string | null)[]
  readonly terminal?: boolean
  /** the terminal is there, and listens to somebody else */
  readonly background?: true
  readonly width?: number
  readonly height?: number
  readonly aws?: Aws
  /** no Region is set anywhere, so that AWS is not even asked */
  readonly noRegion?: true
  readonly get?: (url: string) => Promise<HttpAnswer>
  readonly post?: (url: string, json: string) => Promise<HttpAnswer>
  readonly command?: (line: CommandLine) => Promise<CommandEnd>
  /** what docker answers to these arguments; without: there is no docker */
  readonly docker?: (args: readonly string[], how: DockerHow) => DockerRun
  /** runs when somebody sleeps; the clock has been moved already */
  /** paths that may not be written */
  readonly unwritable?: readonly string[]
  /** paths that look as if they could be written, and cannot */
  readonly fillsUp?: readonly string[]
  readonly onSleep?: (milliseconds: number) => void
}

export interface FakeHost extends Host {
  readonly out: () => string
  readonly err: () => string
  /** typed answers nobody asked for */
  readonly unused: () => readonly (string | null)[]
  /** what was written, by path */
  readonly kept: ReadonlyMap<string, string>
  /** those of them that were written bit by bit: reports */
  readonly grown: ReadonlyMap<string, string>
  /** a key is pressed; false: nobody listens for keys */
  press(key: string): boolean
  /** false: nobody listens, so the system's own way is taken */
  signal(name: SignalName): boolean
}

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? Buffer.from(text, 'utf8') : text

/** `**` and `*` alone. */
const matches = (pattern: string, path: string): boolean =>
  new RegExp(
    `^${pattern
      .split(/(\*\*\/|\*)/)
      .map((part) =>
        part === '**/' ? '(?:.*/)?' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]]/g, '\\$&'),
      )
      .join('')}$`,
  ).test(path)

/** The files of a world as a tree, below `.`; those of no permission to read stand in `unreadable`. */
function treeOf({ files = {}, unreadable = [] }: World): Tree {
  const paths = Object.keys(files)
  const under = (folder: string) => (folder === '.' ? '' : `${folder.replace(/\/$/, '')}/`)
  return {
    kind: (path) => {
      if (paths.includes(path)) return 'file'
      return path === '.' || paths.some((one) => one.startsWith(under(path))) ? 'folder' : null
    },
    entries: (folder) => {
      const below = paths.filter((path) => path.startsWith(under(folder)))
      const names = new Set(below.map((path) => path.slice(under(folder).length)))
      return [...new Set([...names].map((name) => name.replace(/\/.*/s, '')))].map((name) => ({
        name,
        kind: names.has(name) ? 'file' : 'folder',
      }))
    },
    eachBlock: (path, _follow, see) => {
      const held = files[path]
      if (unreadable.includes(path)) throw fileTrouble('denied')
      if (held === undefined) throw fileTrouble('missing')
      see(Buffer.from(bytesOf(held)), true)
    },
  }
}

/** A world in memory, with a clock that moves only when somebody sleeps. */
export function fakeHost(world: World = {}): FakeHost {
  let clock = world.now ?? instantAt(Date.UTC(2026, 10, 23, 12))
  const written = { out: '', err: '' }
  const typed = [...(world.typed ?? [])]
  const listeners = new Map<(name: SignalName) => void, readonly SignalName[]>()
  const terminal = world.terminal ?? false
  const kept = new Map<string, string>()
  const grown = new Map<string, string>()
  const pressed = new Set<(key: string) => void>()
  let input = bytesOf(world.stdin ?? '')
  /** As a real one: who comes second finds it at its end. */
  const drain = () => {
    const all = input
    input = bytesOf('')
    return all
  }
  let seed = 1
  const nextByte = () => {
    seed = (seed * 48271) % 2147483647
    return seed & 0xff
  }
  const output = (to: 'out' | 'err') => ({
    terminal,
    width: world.width ?? 80,
    height: world.height ?? 60,
    gone: false,
    write: async (text: string) => {
      written[to] += text
    },
  })
  const held = new Map<string, Uint8Array>(
    Object.entries(world.files ?? {}).map(([path, text]) => [path, bytesOf(text)]),
  )
  const file = (path: string): FileRead => {
    if (world.unreadable?.includes(path)) throw fileTrouble('denied')
    const found = held.get(path)
    if (found === undefined) throw fileTrouble('missing')
    return { bytes: found, exposed: false }
  }
  const write = (path: string, bytes: Uint8Array) => {
    if (world.unwritable?.includes(path)) throw fileTrouble('denied')
    if (world.fillsUp?.includes(path)) throw fileTrouble('other')
    held.set(path, bytes)
    kept.set(path, Buffer.from(bytes).toString('utf8'))
  }
  return {
    env: world.env ?? {},
    stdout: output('out'),
    stderr: output('err'),
    stdin: {
      terminal,
      readAll: async (cap) => drain().subarray(0, cap + 1),
      chunks: async function* () {
        yield drain()
      },
      ask: async (question) => {
        written.err += question
        if (typed.length === 0) throw new Error(`nobody answers: ${question}`)
        return typed.shift() ?? null
      },
      foreground: () => terminal && world.background !== true,
      keys: (listener) => {
        pressed.add(listener)
        return () => pressed.delete(listener)
      },
    },
    machine: { node: 'v20.20.2', os: 'linux', cores: 1 },
    files: {
      read: async (path) => file(path),
      stream: async (path) => {
        const { bytes, exposed } = file(path)
        return { chunks: Readable.from([bytes]), exposed }
      },
      mayReplace: async (path) => {
        if (world.unwritable?.includes(path)) throw fileTrouble('denied')
      },
      replace: async (path, text) => write(path, Buffer.from(text)),
      rewrite: async (path, bytes) => {
        file(path)
        write(path, bytes)
      },
      make: async (path, bytes) => {
        if (held.has(path)) return false
        write(path, bytes)
        return true
      },
      remove: async (path) => {
        held.delete(path)
        kept.delete(path)
      },
      lookAt: async (path) => (held.has(path) ? { kind: 'file', leadsTo: null, exposed: false } : null),
      beside: async (path) => {
        const folder = dirname(path)
        return [...held.keys()]
          .filter((one) => dirname(one) === folder)
          .map((one) => basename(one))
          .sort()
      },
      grow: async (path) => {
        if (world.unwritable?.includes(path)) throw fileTrouble('denied')
        let text = ''
        return {
          write: async (more) => {
            if (world.fillsUp?.includes(path)) throw fileTrouble('other')
            text += more
          },
          finish: async () => {
            write(path, Buffer.from(text))
            grown.set(path, text)
          },
          abandon: async () => {},
        }
      },
      isFile: (path) => held.has(path),
      scratch: () => {
        throw new Error('this test has no scratch folder')
      },
      findUpward: async (name) => {
        const found = world.files?.[name]
        return found === undefined ? null : { path: name, read: file(name) }
      },
    },
    tree: async () => treeOf(world),
    git: async () => null,
    docker: async (args, how) => world.docker?.(args, how) ?? null,
    glob: async (pattern) =>
      Object.keys(world.files ?? {})
        .filter((path) => matches(pattern, path))
        .sort(),
    now: () => clock,
    sleep: async (milliseconds, signal) => {
      if (signal?.aborted) throw signal.reason
      clock = instantAt(clock + milliseconds)
      world.onSleep?.(milliseconds)
      await new Promise((resolve) => setImmediate(resolve))
      if (signal?.aborted) throw signal.reason
    },
    random: (count) => Uint8Array.from({ length: count }, nextByte),
    get: async (request) => {
      if (!world.get) throw new HttpTrouble('refused')
      return world.get(request.url)
    },
    post: async (request, json) => {
      if (!world.post) throw new HttpTrouble('refused')
      return world.post(request.url, json)
    },
    aws: async () => {
      if (world.noRegion) throw new AwsTrouble('region', 'configuration', 'Region', 'Error', '', false)
      if (!world.aws) throw new Error('this test has no AWS')
      return world.aws
    },
    onSignal: (listener, names = ['SIGINT', 'SIGTERM', 'SIGHUP']) => {
      listeners.set(listener, names)
      return () => listeners.delete(listener)
    },
    again: async () => {
      throw new Error('this test starts no processes')
    },
    command: async (line) => {
      if (!world.command) throw new Error('this test runs no commands')
      return world.command(line)
    },
    judgeWorker: async () => null,
    sieve: async () => null,
    out: () => written.out,
    err: () => written.err,
    unused: () => typed,
    kept,
    grown,
    press: (key) => {
      const called = [...pressed]
      for (const listener of called) listener(key)
      return called.length > 0
    },
    signal: (name) => {
      const called = [...listeners].filter(([, names]) => names.includes(name))
      for (const [listener] of called) listener(name)
      return called.length > 0
    },
  }
}
