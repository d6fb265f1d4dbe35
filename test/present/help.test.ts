import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { VERBS } from '../../src/cli/verbs.ts'
import { CODES } from '../../src/model/codes.ts'
import { EXIT } from '../../src/model/exit.ts'
import { EXPLANATIONS } from '../../src/present/explain/index.ts'
import { codePage, codes } from '../../src/present/help/codes.ts'
import { exitCodes } from '../../src/present/help/exit-codes.ts'
import { TOPICS, topicNamed } from '../../src/present/help/index.ts'
import { topicText } from '../../src/present/help/topic.ts'
import { plainPaint } from '../../src/present/look.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'

const SRC = join(import.meta.dirname, '..', '..', 'src')

const terms = (topic: { sections: readonly { entries: readonly (readonly [string, string])[] }[] }) =>
  topic.sections.flatMap(({ entries }) => entries.map(([term]) => term))

describe('help', () => {
  test('every exit code there is has its meaning, once', () => {
    expect(terms(exitCodes).map(Number)).toEqual(Object.values(EXIT))
  })

  test('every code there is is listed, once', () => {
    expect(terms(codes()).sort()).toEqual(Object.keys(CODES).sort())
  })

  test('an area lists its own codes', () => {
    const keys = Object.keys(CODES).filter((code) => code.startsWith('key.'))
    expect(terms(topicNamed('key') ?? codes())).toEqual(keys)
  })

  test('a topic is found by its name and by what else it is called, and wins over an area', () => {
    expect(TOPICS.map(({ name }) => topicNamed(name)?.name)).toEqual(TOPICS.map(({ name }) => name))
    expect(topicNamed('json')?.name).toBe('formats')
    expect(topicNamed('rotation')?.title).toBe('how a rotation works')
    expect(topicNamed('toString')).toBe(null)
  })

  test('what is no code has no page', () => {
    expect(codePage('key.absent')?.exitCode).toBe(30)
    expect(codePage('toString')).toBe(null)
    expect(codePage('__proto__')).toBe(null)
  })

  test.each(Object.keys(CODES))('lic help %s says cause, cure and exit code', async (code) => {
    const host = fakeHost()
    expect(await run(['help', code], host)).toBe(0)
    const { cause, cure } = EXPLANATIONS[code as keyof typeof CODES]
    const exit = CODES[code as keyof typeof CODES]
    const said = exit === 0 ? 'none: it makes no verdict worse' : `${exit}, where it is an error`
    expect(host.out()).toBe(`${code}\n\ncause\n  ${cause}\n\ncure\n  ${cure}\n\nexit code\n  ${said}\n`)
  })

  test('every code is said somewhere', () => {
    const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/^(model\/codes|present\/explain)\//.test(path))
      .map((path) => readFileSync(join(SRC, path), 'utf8'))
    const unsaid = Object.keys(CODES).filter((code) => !sources.some((text) => text.includes(`'${code}'`)))
    expect(unsaid).toEqual([])
  })

  test('the exit codes that commands name in their help are those there are', async () => {
    for (const name of Object.keys(VERBS)) {
      const host = fakeHost()
      await run([name, '--help'], host)
      const [, said = ''] = /Exit codes?: ([\s\S]*?)\(lic help exit-codes\)/.exec(host.out()) ?? []
      const codes = [...said.matchAll(/(?:^|[;,] ?|\n)(\d+)/g)].map(([, code]) => Number(code))
      expect([name, codes.filter((code) => !Object.values<number>(EXIT).includes(code))]).toEqual([name, []])
      if (said !== '') expect(codes.length).toBeGreaterThan(4)
    }
  })

  test('explanations are plain sentences that end', () => {
    const lines = Object.entries(EXPLANATIONS).flatMap(([code, { cause, cure }]) => [
      [code, cause],
      [code, cure],
    ])
    expect(lines.filter(([, line]) => !/^[\x20-\x7e]+[.)]$/.test(line ?? ''))).toEqual([])
  })

  test.each([40, 50, 80, 120, 200])(
    'on a terminal of %i columns no line is wider, but for a word',
    (width) => {
      for (const topic of TOPICS) {
        const lines = topicText(topic, { terminal: true, color: false, width }, plainPaint).split('\n')
        expect(lines.filter((line) => line.length > width && line.trim().includes(' '))).toEqual([])
      }
    },
  )

  test('not on a terminal, an entry is one line', () => {
    for (const topic of TOPICS) {
      const lines = topicText(topic, { terminal: false, color: false, width: 80 }, plainPaint).split('\n')
      const headings = topic.sections.length * 2 + 1 + (topic.intro.length > 0 ? 1 : 0)
      expect(lines.length - 1).toBe(headings + topic.intro.length + terms(topic).length)
    }
  })
})
