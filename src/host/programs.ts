export interface GitHow {
  /** the folder to run in */
  readonly cwd: string
  readonly input?: string
  /** variables that it does not get */
  readonly without: readonly string[]
}

export interface GitRun {
  readonly stdout: AsyncIterable<Uint8Array>
  /** its exit code, once all its output has been read; 1 where it was killed */
  ended(): Promise<number>
}

export interface DockerHow {
  /** what it gets in the place of a license or a secret of this environment; empty ones stay empty */
  standIn(name: string): string
  readonly timeoutMs: number
  /** of its output; more than that ends it */
  readonly capBytes: number
}

export interface DockerRun {
  /** its exit code; null: it was ended, for it took too long or said too much */
  readonly code: number | null
  readonly stdout: Uint8Array
}

export interface CommandLine {
  /** as `sh` takes it */
  readonly line: string
  /** variables that it does not get */
  readonly without: readonly string[]
  readonly timeoutMs: number
  /** Called with each line that it writes, without the line feed; long ones are cut. */
  onLine(line: string): void
}

/** `timeout`: it was ended with all that it had started. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly by: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'not-started' }
