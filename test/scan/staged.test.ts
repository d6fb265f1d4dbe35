import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { folder, LIC, live } from './repository.ts'

let here: ReturnType<typeof folder>
beforeEach(() => {
  here = folder()
  here.git('init', '-q')
})
afterEach(() => here.remove())

describe('what is staged', () => {
  test('counts, whatever the files say now', () => {
    here.write('a.env', `KEY=${live}`)
    here.write('b.env', 'KEY=')
    here.git('add', '.')
    here.write('a.env', 'KEY=')
    here.write('b.env', `KEY=${live}`)
    here.write('new.env', `KEY=${live}`)
    const { found, status, stderr } = here.scan(['--staged'])
    expect([found, status]).toEqual([['live a.env:1:5'], 43])
    expect(stderr).toContain('git restore --staged FILE')
  })

  test('is what the commit changes, and nothing is fine', () => {
    here.write('old.env', `KEY=${live}`)
    here.git('add', '.')
    here.git('commit', '-qm', 'x')
    expect(here.scan(['--staged'])).toMatchObject({ found: [], status: 0 })
    here.git('rm', '-q', '--cached', 'old.env')
    expect(here.scan(['--staged'])).toMatchObject({ found: [], status: 0 })
  })

  test('empty files, many files, names of any kind, and one that is only announced', () => {
    here.write('empty', '')
    here.write('x\ny\u001b.txt', `\n ${live}`)
    here.write('big.txt', `${'x'.repeat(300_000)}\n${live}\n`)
    for (let number = 0; number < 50; number++) here.write(`many/${number}.txt`, `text ${number}`)
    here.git('add', '.')
    here.write('announced', live)
    here.git('add', '--intent-to-add', 'announced')
    const { found, stderr } = here.scan(['--staged'])
    expect(found.sort()).toEqual(['live big.txt:2:1', 'live x\\u{a}y\\u{1b}.txt:2:2'])
    expect(stderr).toContain('53 staged files scanned: 2 live\n')
  })

  test('of some paths only', () => {
    here.write('a/x.env', live)
    here.write('b/x.env', live)
    here.git('add', '.')
    expect(here.scan(['--staged', 'b']).found).toEqual(['live b/x.env:1:1'])
  })

  test('outside a repository nothing is said to be clean', () => {
    const outside = folder()
    expect(outside.scan(['--staged'])).toMatchObject({ found: [], status: 2 })
    outside.remove()
  })

  test('git gets no license, and runs nothing that the repository names', () => {
    here.write('spy', '#!/bin/sh\nenv > "$0.env"\nexit 0\n', 0o700)
    here.git('config', 'core.fsmonitor', join(here.path, 'spy'))
    here.git('config', 'diff.external', join(here.path, 'spy'))
    here.write('bin/git', `#!/bin/sh\nenv >> "${here.path}/env.txt"\nexec /usr/bin/git "$@"\n`, 0o700)
    here.write('a.env', live)
    here.git('-c', 'core.fsmonitor=false', 'add', 'a.env')
    const env = { PATH: `${here.path}/bin:${process.env.PATH}` }
    expect(here.scan(['--staged'], env).found).toEqual(['live a.env:1:1'])
    expect(here.scan([], env).status).toBe(43)
    expect(readFileSync(join(here.path, 'env.txt'), 'utf8')).not.toContain(live)
    expect(() => readFileSync(join(here.path, 'spy.env'))).toThrow()
  })
})

describe('the hook of the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8')
  const hook = /^```bash\n(#!\/bin\/sh\n[\s\S]*?)^```/m.exec(readme)?.[1] ?? ''

  beforeEach(() => {
    here.write('bin/lic', `#!/bin/sh\nexec "${process.execPath}" "${LIC}" "$@"\n`, 0o700)
    here.write('.git/hooks/pre-commit', hook, 0o700)
    here.write('.gitignore', 'bin\n')
  })
  const commit = (...args: string[]) =>
    here.run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-m', 'x', ...args], {
      PATH: `${here.path}/bin:${process.env.PATH}`,
    })

  test('lets a commit without a key through', () => {
    here.write('a.txt', 'AXON-...')
    here.git('add', '.')
    expect(commit().status).toBe(0)
    expect(commit('--allow-empty').status).toBe(0)
  })

  test('stops one with a key, also with -a, and says what to do', () => {
    here.write('a.txt', 'nothing')
    here.git('add', '.')
    expect(commit().status).toBe(0)
    here.write('a.txt', live)
    const { status, stdout, stderr } = commit('-a')
    expect(status).toBe(1)
    expect(stdout + stderr).toContain('live       a.txt:1:1')
    expect(stdout + stderr).toContain('git restore --staged')
    expect(stdout + stderr).not.toContain(live.slice(5, 30))
    expect(here.git('log', '--oneline').stdout.trim().split('\n')).toHaveLength(1)
  })
})
