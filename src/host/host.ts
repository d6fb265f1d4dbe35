import type { Instant } from '../model/instant.ts'
import type { Aws, AwsSettings } from './aws-api.ts'
import type { CommandEnd, CommandLine, DockerHow, DockerRun, GitHow, GitRun } from './programs.ts'

export type * from './programs.ts'

/** The outside world, as one argument. `node.ts` is the real one; tests bring their own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  /** `v20.20.2`, `linux`, and how many processors there are */
  readonly machine: { readonly node: string; readonly os: string; readonly cores: number }
  readonly files: Files
  /** Folders, and files read in great numbers; loaded when first asked for. */
  tree(): Promise<Tree>
  /** The regular files whose paths match a pattern, in their order. */
  glob(pattern: string): Promise<readonly string[]>
  /** Runs git here, on nothing or on `input`, without these variables; null where there is no git. */
  git(args: readonly string[], how: GitHow): Promise<GitRun | null>
  /** Runs docker here, on nothing and without a shell; null where there is no docker. */
  docker(args: readonly string[], how: DockerHow): Promise<DockerRun | null>
  now(): Instant
  /** Resolves after that many milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  random(bytes: number): Uint8Array
  /** One GET, no redirects followed; rejects with `HttpTrouble` when there is no answer. */
  get(request: HttpRequest): Promise<HttpAnswer>
  /** One POST of a JSON text, no redirects followed; rejects with `HttpTrouble` when there is no answer. */
  post(request: HttpRequest, json: string): Promise<HttpAnswer>
  /** Clients for the AWS calls we make; loads the SDK. */
  aws(settings: AwsSettings): Promise<Aws>
  /** Calls `listener` on these signals (default: all three) until the returned function is called. */
  onSignal(listener: (name: SignalName) => void, names?: readonly SignalName[]): () => void
  /** Runs `lic` again as a process of its own, on the same streams or on none; resolves with its exit code. */
  again(argv: readonly string[], env: Readonly<Record<string, string>>, aloud: boolean): Promise<number>
  /** Runs a command line in a shell, without this process's streams; resolves when it has ended. */
  command(line: CommandLine): Promise<CommandEnd>
  /** Starts the worker that judges blocks of keys; null where there is none to start. */
  judgeWorker(setup: unknown): Promise<JudgeWorker | null>
  /** Starts a worker that passes over files without a key; null where there is none to start. */
  sieve(setup: unknown): Promise<SieveWorker | null>
}

export const CTRL_C = '\u0003'

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

export interface Input {
  readonly terminal: boolean
  /** All of it, at most `cap` bytes; more is cut at `cap + 1` so that the caller can tell. */
  readAll(cap: number): Promise<Uint8Array>
  /** As it comes. */
  chunks(): AsyncIterable<Uint8Array>
  /** Asks on the terminal; `hidden` shows nothing of what is typed. Null at end of input or Ctrl-C. */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string | null>
  /** Whether there is a terminal that listens to this process: one in the background is stopped as soon as it asks. */
  foreground(): boolean
  /** Calls `listener` for each key pressed, nothing of which is shown, until the returned function is called. Ctrl-C is a key then. */
  keys(listener: (key: string) => void): () => void
}

export interface Output {
  readonly terminal: boolean
  /** columns of the terminal; 80 where there is none */
  readonly width: number
  /** lines of the terminal; 24 where there is none */
  readonly height: number
  /** its reader has gone, as far as the last write could tell */
  readonly gone: boolean
  /** Writes; resolves when the stream can take more. After the reader has gone, does nothing. */
  write(text: string): Promise<void>
}

export interface Files {
  /** A regular file, at most `cap` bytes (one more where it is larger). Rejects with `FileTrouble`. */
  read(path: string, cap: number): Promise<FileRead>
  /** A regular file as a stream. Rejects with `FileTrouble`. */
  stream(path: string): Promise<FileStream>
  isFile(path: string): boolean
  /** Whether `replace` can do it, as far as that can be told without doing it. Rejects with `FileTrouble`. */
  mayReplace(path: string): Promise<void>
  /** The whole file at once, or nothing of it, readable by this user alone. Rejects with `FileTrouble`. */
  replace(path: string, text: string): Promise<void>
  /** The same with these bytes, where a file is: its mode stays, and its owner where this user may say so. */
  rewrite(path: string, bytes: Uint8Array): Promise<void>
  /** A new file that only this user can read; false where something has that name. Rejects with `FileTrouble`. */
  make(path: string, bytes: Uint8Array): Promise<boolean>
  /** Rejects with `FileTrouble`; what is not there is removed already. */
  remove(path: string): Promise<void>
  /** What has this name, links not followed; null: nothing. Rejects with `FileTrouble`. */
  lookAt(path: string): Promise<PathFacts | null>
  /** Names of what lies in the same folder, in order. Rejects with `FileTrouble`. */
  beside(path: string): Promise<readonly string[]>
  /** Grows beside its place and is put there when whole; others may read it. Rejects with `FileTrouble`, also over no regular file. */
  grow(path: string): Promise<GrowingFile>
  /** A new private folder for throw-away files. */
  scratch(): Scratch
  /** The nearest of that name from the working directory upward, no further than the root of a repository (`.git`). */
  findUpward(name: string, cap: number): Promise<FoundUpward | null>
}

export interface Tree {
  /** null: there is no such thing, or it cannot be looked at */
  kind(path: string, follow: boolean): Entry['kind'] | null
  /** Throws `FileTrouble`. */
  entries(folder: string): readonly Entry[]
  /**
   * Reads a regular file in blocks of 1 MiB, each in the same memory as the one before, until `see` says false.
   * Throws `FileTrouble`; a symbolic link is `not-a-file` unless it is to be followed.
   */
  eachBlock(path: string, follow: boolean, see: (block: Buffer, last: boolean) => boolean): void
}

/** What lies in a folder, links not followed. */
export interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}

export interface FoundUpward {
  /** from the working directory: `../NAME` */
  readonly path: string
  /** at most `cap` bytes (one more where it is larger), or why it is not read; links are not followed */
  readonly read: FileRead | FileTrouble['reason'] | 'link'
}

export interface PathFacts {
  readonly kind: 'file' | 'link' | 'other'
  /** where a link leads, as it says */
  readonly leadsTo: string | null
  /** other users of this machine can read it */
  readonly exposed: boolean
}

/** Each call rejects with `FileTrouble`; after one that did, only `abandon` does anything. */
export interface GrowingFile {
  write(text: string): Promise<void>
  /** Puts it into its place: whoever reads sees all of it or what was there before. */
  finish(): Promise<void>
  /** Leaves what was there before. */
  abandon(): Promise<void>
}

export interface Scratch {
  /** Writes a file that only this user can read; returns its path. */
  write(name: string, text: string): string
  remove(): void
}

export interface FileRead {
  readonly bytes: Uint8Array
  /** other users of this machine can read it */
  readonly exposed: boolean
}

export interface FileStream {
  readonly chunks: AsyncIterable<Uint8Array>
  /** other users of this machine can read it */
  readonly exposed: boolean
}

/** Why a file could not be read; known by its name. */
export interface FileTrouble extends Error {
  readonly name: 'FileTrouble'
  readonly reason: 'missing' | 'denied' | 'not-a-file' | 'other'
}

/** Standard output takes no more: a full disk, a broken device; known by its name. A reader that has gone is none of it. */
export interface OutputTrouble extends Error {
  readonly name: 'OutputTrouble'
  /** `ENOSPC` */
  readonly reason: string
}

export interface HttpRequest {
  readonly url: string
  readonly timeoutMs: number
  readonly capBytes: number
  /** the host name to ask for and verify, where the URL names another (a load balancer by address) */
  readonly hostName?: string
  /** PEM certificates to trust instead of the system's */
  readonly ca?: string
  /** the whole header, a secret */
  readonly authorization?: string
}

export interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  /** where a redirect leads */
  readonly location?: string
  /** the server's own time, where it says one */
  readonly date?: Instant
  readonly body: Uint8Array
  readonly cut: boolean
}

export class HttpTrouble extends Error {
  constructor(readonly reason: 'refused' | 'timeout' | 'tls' | 'name' | 'other') {
    super(reason)
  }
}

/** Whole lines of a list, the last one possibly without its line feed, and the number of the first. */
export interface Block {
  readonly bytes: Uint8Array
  readonly firstLine: number
}

/** One worker thread that reads files: those that it does not pass over are to be read again. */
export interface SieveWorker {
  sift(paths: readonly string[]): Promise<unknown>
  close(): Promise<void>
}

/** One worker thread. Blocks are answered in the order they were sent; their bytes are moved, not copied. */
export interface JudgeWorker {
  judge(block: Block): Promise<unknown>
  close(): Promise<void>
}
