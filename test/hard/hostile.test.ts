import { describe, expect, test } from 'vitest'
import type { Aws } from '../../src/host/aws-api.ts'
import type { FakeHost } from '../support/host.ts'
import { everyLine, type Line, type Played, playLine } from './every-verb.ts'

const HOSTILE: Readonly<Record<string, string>> = {
  'lines that are commands, and a terminal being told':
    'x\n::error::x\r\n<0>x\n##vso[task.complete]x\u2028::stop\u2029<3>\u0085x\v\f\u001b]0;x\u0007\u001b[2J\u009b1m\u0008\u0000\u007f',
  'right to left, nothing at all, formats, halves':
    '\u202e\u2066x\u200b\u2800\u3164\ufeff\u{e0041} %s %n %c {0} =cmd|x!A1 @x $& \\n \\u{a} \ud800x\udfff\uffff',
  'a long one': `${'long '.repeat(400)}\n::error::`,
}
const PLAIN = 'plain'

/** Fields that hold words of people and servers; in the second way, all that is text. */
const WORDS = /^(text|reason|stopReason|stopCode|rollbackReason|image|owningService|errorName|detail)$/

function saying<T>(value: T, word: string, everywhere: boolean, field = ''): T {
  if (typeof value === 'string') {
    const said = everywhere
      ? !/^(text|valueFrom)$/.test(field)
      : WORDS.test(field) && !value.startsWith('AXON-')
    return (said ? value + word : value) as T
  }
  if (Array.isArray(value)) return value.map((one) => saying(one, word, everywhere, field)) as T
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, one]) => [
    everywhere && name.startsWith('AWS') ? name + word : name,
    saying(one, word, everywhere, name),
  ])
  return Object.fromEntries(fields) as T
}

type Call = (...args: unknown[]) => Promise<unknown>

/** A host whose AWS and runtimes put that word into all that they say. */
const told =
  (word: string, everywhere: boolean) =>
  (host: FakeHost): FakeHost => {
    const all = <T extends object>(api: T): T =>
      Object.fromEntries(
        Object.entries(api).map(([name, call]) => [
          name,
          async (...args: unknown[]) => saying(await (call as Call)(...args), word, everywhere),
        ]),
      ) as T
    return {
      ...host,
      get: async () => ({
        status: 200,
        contentType: word,
        body: Buffer.from(
          JSON.stringify({
            status: 'healthy',
            version: word,
            license: {
              valid: true,
              tier: word,
              organization: Buffer.from(word).toString(),
              expires: word,
              [word]: word,
            },
            node_count: { total_nodes: 3, license_max_nodes: 10 },
          }),
        ),
        cut: false,
      }),
      aws: async (settings): Promise<Aws> => {
        const real = await host.aws(settings)
        const caller = async () => saying(await real.caller(), word, everywhere)
        return { ...real, caller, secrets: all(real.secrets), ecs: all(real.ecs), logs: all(real.logs) }
      },
    }
  }

const counts = ({ out, err, code }: Played) => ({
  code,
  out: out.split('\n').length,
  err: err.split('\n').length,
})

function expectCalm(played: Played, json: boolean): void {
  for (const text of [played.out, played.err]) {
    expect(text).not.toMatch(/^(::|<\d>|##)/m)
    expect(text).not.toMatch(/[^\P{C}\n]|[\u2028\u2029\u2800\u3164]/u)
  }
  if (json) expect(played.out).toMatch(/^[\x20-\x7e\n]*$/)
}

describe.each(everyLine())('%s', (_name, argv) => {
  const play = (line: Line, word: string, everywhere: boolean) =>
    playLine(line, { key: { org: Buffer.from(word).toString() } }, told(word, everywhere))

  test.each([
    [[], false],
    [[], true],
    [['--json'], false],
    [['--json'], true],
  ] as const)('%j has as many lines, whatever it is told (everywhere: %j)', async (more, everywhere) => {
    const plain = await play([...argv, ...more], PLAIN, everywhere)
    // A name that no project file may hold is refused, which is another answer.
    const mayRefuse = everywhere || argv[0] === 'init'
    for (const [name, word] of Object.entries(HOSTILE)) {
      const hostile = await play([...argv, ...more], word, everywhere)
      expectCalm(hostile, more.length > 0)
      if (!mayRefuse || hostile.code === plain.code)
        expect([name, counts(hostile)]).toEqual([name, counts(plain)])
    }
  })
})

const NAMING: readonly Line[] = [
  ['inspect', 'WORD'],
  ['inspect', 'file:WORD'],
  ['inspect', 'env:WORD'],
  ['inspect', 'dotenv:WORD#WORD'],
  ['check', 'WORD', 'file:WORD', 'secret:WORD'],
  ['check', '-', '--expect-identity', 'WORD'],
  ['limits', 'WORD'],
  ['rotate', 'file:new.key', '--dry-run', '--secret', 'WORD'],
  ['rotate', 'file:new.key', '--dry-run', '--service', 'WORD', '--cluster', 'WORD'],
  ['rotate', 'file:new.key', '--yes', '--allow', 'WORD', '--reason', 'WORD'],
  ['redeploy', '--dry-run', '--service', 'WORD'],
  ['redeploy', '--dry-run', '--health-url', 'http://WORD/'],
  ['rollback', '--to', 'WORD'],
  ['history', '--secret', 'WORD'],
  ['sandbox', 'WORD'],
  ['sandbox', 'issue', '--endpoint', 'WORD'],
  ['demo', '--pause', 'WORD'],
  ['help', 'WORD'],
  ['WORD'],
]

test.each(NAMING)('hostile names of the user stay in their line: %s %s %s %s', async (...line) => {
  for (const more of [[], ['--json'], ['--debug']])
    for (const word of Object.values(HOSTILE)) {
      const argv = line.map((part) => part.replaceAll('WORD', () => word))
      const played = await playLine([...argv, ...more])
      expectCalm(played, more.includes('--json'))
      const plain = await playLine([...line.map((part) => part.replaceAll('WORD', 'a b*c')), ...more])
      if (plain.code === played.code && !played.out.includes('did you mean'))
        expect([word, played.out.split('\n').length]).toEqual([word, plain.out.split('\n').length])
    }
})
