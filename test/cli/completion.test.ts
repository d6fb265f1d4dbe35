import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VERBS } from '../../src/cli/verbs.ts'
import { CODES } from '../../src/model/codes.ts'
import { CONSENTS } from '../../src/model/consent.ts'
import { run } from '../../src/run.ts'
import { openTerminal, tmuxIsThere } from '../present/tmux.ts'
import { fakeHost } from '../support/host.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const
const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0
const said = (name: string, there: boolean) => (there ? name : `${name} (skipped: it is not here)`)

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lic completion '))
  for (const name of ['key one.txt', 'key2.txt']) writeFileSync(join(folder, name), '')
  writeFileSync(
    join(folder, '.zshrc'),
    'autoload -Uz compinit; compinit -D -u; PS1="ready> "; source ./script.zsh\n',
  )
  for (const shell of SHELLS) {
    const host = fakeHost()
    expect(await run(['completion', shell], host)).toBe(0)
    writeFileSync(join(folder, `script.${shell}`), host.out())
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ask = (shell: string, code: string) => {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, LIC_TEST_VARIABLE: 'x' }
  const { stdout, stderr } = spawnSync(shell, ['-c', code], { cwd: folder, encoding: 'utf8', env })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

/** What the shell itself would propose for that line; bash is given the part after the last `:`, `=` or `@`. */
const ASK = {
  bash: (line: string) =>
    ask(
      'bash',
      `source ./script.bash; COMP_LINE=${quoted(line)}; COMP_POINT=\${#COMP_LINE}; _lic; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  fish: (line: string) =>
    ask('fish', `source ./script.fish; complete -C ${quoted(line)}`).map((each) => each.replace(/\t.*/, '')),
}

const quoted = (text: string) => `'${text}'`
const VERB_NAMES = Object.keys(VERBS)
const inOrder = (words: readonly string[]) => [...words].sort()

describe.each(['bash', 'fish'] as const)('completion of %s', (shell) => {
  const there = isThere(shell)
  const beyond = (prefix: string, words: readonly string[]) =>
    shell === 'bash' ? words : words.map((word) => prefix + word)

  test.runIf(there).each([
    ['lic ro', ['rollback', 'rotate']],
    ['lic rotate --al', ['--allow']],
    ['lic rotate --allow ', CONSENTS],
    ['lic rotate --allow=d', shell === 'bash' ? ['downgrade'] : ['--allow=downgrade']],
    ['lic rotate --via task-definition:', beyond('task-definition:', ['value'])],
    ['lic rotate file:k', beyond('file:', ['key one.txt', 'key2.txt'])],
    ['lic inspect @key2', beyond('@', ['key2.txt'])],
    ['lic inspect env:LIC_TEST_', beyond('env:', ['LIC_TEST_VARIABLE'])],
    ['lic diff file:key2.txt sec', ['secret:']],
    ['lic rotate --report-file k', ['key one.txt', 'key2.txt']],
    ['lic inspect --public-key file:key2', beyond('file:', ['key2.txt'])],
    ['lic help key.sig', Object.keys(CODES).filter((code) => code.startsWith('key.sig'))],
    ['lic completion ', ['bash', 'fish', 'zsh']],
    ['lic scan --output ', ['github', 'json', 'sarif', 'text']],
    ['lic check --output j', ['json', 'jsonl', 'junit']],
    ['lic rotate --timeout ', []],
    ['lic limits --dry', []],
  ] as const)(said('%s', there), (line, words) => {
    const found = ASK[shell](line)
    expect(inOrder(found)).toEqual(inOrder(words))
  })

  test.runIf(there)(said('every verb, and every option of every verb', there), async () => {
    expect(ASK[shell]('lic ')).toEqual(expect.arrayContaining(VERB_NAMES))
    for (const verb of VERB_NAMES) {
      const host = fakeHost()
      await run([verb, '--help'], host)
      const options = [...host.out().matchAll(/^ {2}(?:-h, )?(--[a-z-]+)/gm)].map(([, name]) => name)
      expect(inOrder(ASK[shell](`lic ${verb} --`))).toEqual(inOrder(options as string[]))
    }
  })
})

const zsh = isThere('zsh') && tmuxIsThere

describe('completion of zsh', () => {
  test.runIf(zsh).each([
    ['lic rot', 'lic rotate '],
    ['lic rotate --allow down', 'lic rotate --allow downgrade'],
    ['lic rotate file:key2', 'lic rotate file:key2.txt'],
    ['lic inspect env:LIC_TEST_', 'lic inspect env:LIC_TEST_VARIABLE'],
    ['lic rotate --report-file key2', 'lic rotate --report-file key2.txt'],
    ['lic rotate --rep', 'lic rotate --report-file'],
    ['lic help key.signature-l', 'lic help key.signature-length'],
    ['lic rotate --via task-definition:', 'lic rotate --via task-definition:value'],
  ])(said('%s', zsh), async (line, completed) => {
    const terminal = openTerminal({ width: 100, height: 30 }, `cd '${folder}'; zsh -d -i`, {
      HOME: folder,
      LIC_TEST_VARIABLE: 'x',
      TERM: 'xterm',
    })
    try {
      await terminal.shows('ready>')
      terminal.type(`${line}\t`)
      await terminal.shows(`ready> ${completed}`)
    } finally {
      terminal.close()
    }
  })

  test.runIf(isThere('zsh'))(said('is read without a complaint', isThere('zsh')), () => {
    expect(ask('zsh', 'zsh -n ./script.zsh')).toEqual([])
  })
})

test('a shell nobody knows', async () => {
  const host = fakeHost()
  expect(await run(['completion', 'toString'], host)).toBe(2)
  expect(host.err()).toBe(
    'error: there is no completion for that shell [usage.argument]\nhint: the shells are: bash, zsh, fish\n',
  )
})
