import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeFiles } from '../../src/host/node-files.ts'
import { findProjectFile } from '../../src/input/find-project-file.ts'
import { LicError } from '../../src/model/lic-error.ts'

let top: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'lic project '))
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

const folder = (...parts: string[]) => {
  const path = join(top, ...parts)
  mkdirSync(path, { recursive: true })
  return path
}

/** Where it is found from a folder, or what it is refused with. */
async function found(from: string): Promise<string | null> {
  const files = nodeFiles(
    () => from,
    () => tmpdir(),
  )
  const file = await findProjectFile({ files }).catch((thrown: unknown) => {
    if (thrown instanceof LicError) return { path: thrown.says }
    throw thrown
  })
  return file === null ? null : file.path
}

describe('where the project file is found', () => {
  test('in the working directory, or in the nearest one above it', async () => {
    writeFileSync(join(top, 'lic.config.json'), '{}')
    const inner = folder('a', 'b')
    expect(await found(top)).toBe('lic.config.json')
    expect(await found(inner)).toBe('../../lic.config.json')
    writeFileSync(join(folder('a'), 'lic.config.json'), '{}')
    expect(await found(inner)).toBe('../lic.config.json')
  })

  test('no further than the root of a repository, also of a worktree, whose .git is a file', async () => {
    writeFileSync(join(top, 'lic.config.json'), '{}')
    const repository = folder('repository')
    const inner = folder('repository', 'inner')
    execFileSync('git', ['init', '-q', repository])
    expect(await found(inner)).toBe(null)
    writeFileSync(join(repository, 'lic.config.json'), '{}')
    expect(await found(inner)).toBe('../lic.config.json')
    const worktree = folder('worktree')
    writeFileSync(join(worktree, '.git'), 'gitdir: elsewhere')
    expect(await found(worktree)).toBe(null)
  })

  test('a link is not followed, wherever it leads', async () => {
    writeFileSync(join(top, 'secrets.json'), '{"auths": {}}')
    for (const target of ['secrets.json', '/dev/zero', 'nowhere', 'lic.config.json']) {
      rmSync(join(top, 'lic.config.json'), { force: true })
      symlinkSync(target, join(top, 'lic.config.json'))
      expect(await found(top)).toBe(
        'lic.config.json is not read: it is a symbolic link, which may lead out of the repository',
      )
    }
  })

  test('a folder and a pipe are refused at once', async () => {
    mkdirSync(join(top, 'lic.config.json'))
    expect(await found(top)).toBe('lic.config.json is not read: it is no regular file')
    rmSync(join(top, 'lic.config.json'), { recursive: true })
    execFileSync('mkfifo', [join(top, 'lic.config.json')])
    expect(await found(top)).toBe('lic.config.json is not read: it is no regular file')
  })

  test('a huge one is not read', async () => {
    writeFileSync(join(top, 'lic.config.json'), `{"a": "${'x'.repeat(300 * 1024)}"}`)
    expect(await found(top)).toBe('lic.config.json is not read: it is larger than 256 KiB')
  })

  test('one that may not be read is not passed over (root reads everything)', async () => {
    writeFileSync(join(top, 'lic.config.json'), '{}')
    chmodSync(join(top, 'lic.config.json'), 0)
    const root = process.getuid?.() === 0
    expect(await found(top)).toBe(
      root ? 'lic.config.json' : 'lic.config.json is not read: this user may not read it',
    )
  })
})
