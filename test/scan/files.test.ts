import { spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folder, live } from './repository.ts'

let here: ReturnType<typeof folder>
beforeEach(() => {
  here = folder()
})
afterEach(() => here.remove())

describe.each([
  ['in a repository', true],
  ['without git', false],
])('files %s', (_name, repository) => {
  const env = repository ? {} : { PATH: '/nonexistent' }
  beforeEach(() => {
    if (repository) here.git('init', '-q')
  })

  test('ignore files leave out, the nearest decides', () => {
    here.write('.gitignore', '*.env\n/build/\n')
    here.write('a.env', live)
    here.write('build/a.txt', live)
    here.write('sub/build/a.txt', live)
    here.write('sub/.gitignore', '!kept.env\nleft.txt\n')
    here.write('sub/kept.env', live)
    here.write('sub/left.txt', live)
    const { found, status } = here.scan([], env)
    expect(found.sort()).toEqual(['live sub/build/a.txt:1:1', 'live sub/kept.env:1:1'])
    expect(status).toBe(43)
  })

  test('an ignored folder that is named is read', () => {
    here.write('.gitignore', 'build\n')
    here.write('build/a.txt', live)
    here.write('b.txt', 'nothing')
    expect(here.scan(['build'], env).found).toEqual(['live build/a.txt:1:1'])
  })

  test('binary files, links and the folder of git are not read', () => {
    here.write('a.bin', Buffer.from(`\0${live}`))
    here.write('late.bin', Buffer.concat([Buffer.alloc(9000, 'x'), Buffer.from(`\0${live}`)]))
    here.write('outside/key.txt', live)
    here.write('inside/a.txt', 'nothing')
    here.write('.git/info/key.txt', live)
    symlinkSync('../outside/key.txt', join(here.path, 'inside/link.txt'))
    symlinkSync('../outside', join(here.path, 'inside/folder'))
    const { found, stderr } = here.scan(['inside'], env)
    expect([found, stderr]).toEqual([[], '1 file scanned: no license key\n'])
    expect(here.scan(['inside/link.txt'], env).found).toEqual(['live inside/link.txt:1:1'])
    expect(here.scan(['.'], env).found.sort()).toEqual(['live late.bin:1:9002', 'live outside/key.txt:1:1'])
    expect(here.scan(['a.bin'], env).found).toEqual(['live a.bin:1:2'])
  })

  test('a text in UTF-16, as PowerShell writes it, is no binary file', () => {
    here.write('a.txt', Buffer.from(`\ufeffKEY=${live}\r\n`, 'utf16le'))
    here.write('b.txt', Buffer.from('\ufeffnothing\r\n', 'utf16le'))
    const { found, status } = here.scan([], env)
    expect([found, status]).toEqual([['live a.txt:1:5'], 43])
    expect(here.scan(['a.txt'], env).found).toEqual(['live a.txt:1:5'])
    expect(here.scan(['b.txt'], env).stderr).toBe('1 file scanned: no license key\n')
  })

  test('a pipe in the folder is passed over', () => {
    here.write('a.txt', 'nothing')
    spawnSync('mkfifo', [join(here.path, 'pipe')])
    expect(here.scan([], env)).toMatchObject({ stderr: '1 file scanned: no license key\n', status: 0 })
  })

  test('a name with a line break and an escape is one line', () => {
    here.write('a\n\u001b[31m::error.txt', live)
    expect(here.scan([], env).stdout.split('\n')[0]).toContain('a\\u{a}\\u{1b}[31m::error.txt:1:1')
  })

  test('a name that is no UTF-8 cannot be opened, and is not clean', () => {
    spawnSync('bash', ['-c', `printf x > $'${here.path}/\\xff.txt'`])
    const { status, stderr } = here.scan([], env)
    expect([status, stderr.includes('[scan.unread]')]).toEqual([2, true])
  })

  test.skipIf(process.getuid?.() === 0)('what may not be read is not clean (not as root)', () => {
    here.write('a.txt', live)
    chmodSync(join(here.path, 'a.txt'), 0)
    expect(here.scan([], env).status).toBe(2)
  })

  test('a file of 5 MiB, read in blocks', () => {
    here.write('big.log', Buffer.concat([Buffer.alloc(5 << 20, 'line of a log\n'), Buffer.from(live)]))
    expect(here.scan([], env).found).toEqual([
      `live big.log:${Math.floor((5 << 20) / 14) + 1}:${((5 << 20) % 14) + 1}`,
    ])
  })

  test('no folder to scan, or an empty one, is not clean', () => {
    expect(here.scan(['nowhere'], env).status).toBe(2)
    here.write('empty/.gitignore', '.gitignore\n')
    expect(here.scan(['empty'], env).status).toBe(30)
  })
})
