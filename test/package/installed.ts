import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..', '..')

interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

interface Options {
  readonly input?: string
  /** more of an environment that has PATH and HOME; undefined takes one away */
  readonly env?: Record<string, string | undefined>
  /** a shell script that runs it as `"$@"` */
  readonly within?: string
}

export interface Installed {
  readonly folder: string
  /** files in the tarball */
  readonly files: readonly string[]
  readonly packages: readonly string[]
  /** bytes of the tarball, and of what is in it */
  readonly size: { readonly packed: number; readonly unpacked: number }
  lic(argv: readonly string[], options?: Options): Ran
  /** runs it and lists the files that Node loaded from the package */
  loaded(argv: readonly string[], input: string): readonly string[]
  /** runs it and counts the connections it tried to open; none is opened */
  sockets(argv: readonly string[], input: string, env?: Record<string, string>): number
  remove(): void
}

/** Packs the built project and installs the tarball elsewhere, in a path with spaces and other letters, without a network. */
export function install(): Installed {
  const folder = mkdtempSync(join(tmpdir(), 'lic  Größe 用途 '))
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  const [packed] = JSON.parse(npm('pack', ROOT, '--ignore-scripts', '--json')) as [
    { filename: string; size: number; unpackedSize: number; files: { path: string }[] },
  ]
  mkdirSync(join(folder, 'node_modules'))
  npm('install', '--offline', '--no-save', '--prefix', folder, join(folder, packed.filename))
  const bin = join(folder, 'node_modules', '.bin', 'lic')
  const env = { PATH: [dirname(process.execPath), process.env.PATH].join(delimiter), HOME: folder }
  const run = (argv: readonly string[], options: Options = {}): Ran => {
    const [program, words] =
      options.within === undefined ? [bin, argv] : ['sh', ['-c', options.within, 'sh', bin, ...argv]]
    const { stdout, stderr, status } = spawnSync(program, words, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, ...options.env },
      input: options.input ?? '',
    })
    return { stdout, stderr, code: status }
  }
  return {
    folder,
    size: { packed: packed.size, unpacked: packed.unpackedSize },
    files: packed.files.map(({ path }) => path).sort(),
    packages: Object.keys(
      (
        JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8')) as {
          packages: object
        }
      ).packages,
    ),
    lic: run,
    loaded: (argv, input) => {
      const list = join(folder, 'loaded.json')
      const trace = join(import.meta.dirname, 'trace-loaded.cjs')
      run(argv, { input, env: { NODE_OPTIONS: `--require ${trace}`, LOADED_LIST: list } })
      const files = JSON.parse(readFileSync(list, 'utf8')) as string[]
      return files.filter((file) => file.includes('dist')).map((file) => file.replace(/^.*dist\//, ''))
    },
    sockets: (argv, input, more = {}) => {
      const list = join(folder, 'sockets.txt')
      writeFileSync(list, '')
      const trace = join(import.meta.dirname, 'trace-sockets.cjs')
      run(argv, { input, env: { ...more, NODE_OPTIONS: `--require ${trace}`, SOCKET_LIST: list } })
      return readFileSync(list, 'utf8').split('\n').length - 1
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
