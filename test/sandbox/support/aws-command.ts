import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The real `aws`, where it is on the PATH. */
export const awsIsThere = spawnSync('aws', ['--version']).status === 0

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A folder of its own for files and for a home without settings. */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'lic-aws-'))

/** Runs a command line in a shell with the sandbox's environment and nothing else of ours. */
export const shell = (command: string, env: Readonly<Record<string, string>>, cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    const clean = { PATH: process.env.PATH ?? '', HOME: cwd, LANG: 'C.UTF-8', AWS_PAGER: '', ...env }
    execFile('/bin/sh', ['-c', command], { env: clean, cwd }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err })
    })
  })
