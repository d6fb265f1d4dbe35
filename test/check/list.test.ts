import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { type BlockAnswer, checkBlock, type ListMeasure } from '../../src/commands/check/check-block.ts'
import type { Block, Host, JudgeWorker } from '../../src/host/host.ts'
import { plainPaint } from '../../src/present/look.ts'
import { readyProducts } from '../../src/products/registry.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { sampleKey, testAnchors } from '../support/sample-keys.ts'

const LIC_PUBLIC_KEY = `${testAnchors.evaluation},${testAnchors.enterprise}`

await readyProducts()

/** Good, expired and damaged keys, comments and blank lines, all different. */
const LIST = Array.from({ length: 4000 }, (_, number) => {
  const expires_at = number % 3 === 0 ? '20200101' : '20990101'
  const key = sampleKey({ tier: 'Enterprise', org_id: `customer-${number}`, expires_at })
  if (number % 50 === 1) return ''
  if (number % 50 === 2) return `# ${number}`
  if (number % 50 === 3) return key.slice(0, -number % 40)
  return number % 50 === 4 ? `${key}\r` : key
}).join('\n')

/** Workers in this thread that answer late, the later blocks first; everything that crosses is cloned. */
function lateWorkers(host: Host): { host: Host; started: () => number; closed: () => number } {
  let [started, closed] = [0, 0]
  const judgeWorker = async (setup: unknown): Promise<JudgeWorker> => {
    started++
    const measure = structuredClone(setup) as ListMeasure
    return {
      judge: async (block: Block): Promise<BlockAnswer> => {
        const mine = structuredClone(block)
        for (let turn = 0; turn < 20 - (mine.firstLine % 20); turn++) await Promise.resolve()
        return structuredClone(checkBlock(mine, measure, plainPaint))
      },
      close: async () => {
        closed++
      },
    }
  }
  const machine = { ...host.machine, cores: 3 }
  return { host: { ...host, machine, judgeWorker }, started: () => started, closed: () => closed }
}

const inline = async (args: readonly string[]) => {
  const host = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin: LIST })
  const code = await run(['check', '--lines', '-', ...args], host)
  return { code, out: host.out(), err: host.err() }
}

describe('a long list', () => {
  test.each([[[]], [['--json']], [['--quiet']], [['--format-only']]])(
    'says the same on workers: %s',
    async (args) => {
      const alone = await inline(args)
      const late = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin: LIST })
      const { host, started, closed } = lateWorkers(late)
      const code = await run(['check', '--lines', '-', ...args], host)
      expect({ code, out: late.out(), err: late.err() }).toEqual(alone)
      expect(alone.code).toBe(44)
      expect([started(), closed()]).toEqual([3, 3])
    },
  )

  test('names every line once, in order', async () => {
    const { out, err } = await inline([])
    const named = out.split('\n').flatMap((line) => / from line (\d+) of /.exec(line)?.[1] ?? [])
    const expected = LIST.split('\n').flatMap((line, index) =>
      line === '' || line.startsWith('#') ? [] : [`${index + 1}`],
    )
    expect(named).toEqual(expected)
    expect(err).toBe(
      '3840 keys checked: 2506 passed, 1334 did not (1254 with exit 41, 80 with exit 44); passed over 80 blank lines and 80 comments\n',
    )
  })

  test('a worker that dies is a fault, never a pass', async () => {
    const base = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin: LIST })
    const judgeWorker = async () => ({
      judge: async () => {
        throw new Error('gone')
      },
      close: async () => {},
    })
    expect(await run(['check', '--lines', '-'], { ...base, judgeWorker })).toBe(1)
    expect(base.err()).toContain('[lic.fault]')
  })

  test('the bundle says the same on real threads', async () => {
    const args = ['bin/lic.js', 'check', '--lines', '-', '--at', '2026-11-23T12:00:00Z']
    const env = { PATH: process.env.PATH, LIC_PUBLIC_KEY }
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      env,
      input: LIST,
      encoding: 'utf8',
    })
    expect({ code: status, out: stdout, err: stderr }).toEqual(await inline([]))
  })

  test('a key broken over two lines never passes, wherever it breaks', async () => {
    const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20990101' })
    for (let at = 1; at < key.length; at++) {
      const host = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin: `${key.slice(0, at)}\n${key.slice(at)}\n` })
      await run(['check', '--lines', '-'], host)
      expect(host.out()).toMatch(/^fail .*\nfail .*\n$/)
    }
  })

  test('a line that is too long is one bad key, and the next is judged', async () => {
    const key = sampleKey({ tier: 'Enterprise', org_id: 'acme', expires_at: '20990101' })
    const stdin = `${'A'.repeat(1_200_000)}\n${key}\n`
    for (const [how, words] of [
      [
        [],
        'unreadable: the line is longer than 1 MiB; no runtime can be given such a key [key.too-large], from',
      ],
      [['--format-only'], '[key.too-large]; format only: neither signature nor date was checked, from'],
    ] as const) {
      const host = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin })
      expect(await run(['check', '--lines', '-', ...how], host)).toBe(44)
      const [first, second] = host.out().split('\n')
      expect(first).toContain(`${words} line 1 of standard input`)
      expect(second).toMatch(/^ok .* from line 2 of standard input$/)
    }
  })

  test.each([[[]], [['--json']]])('each line is told as it would be alone: %s', async (args) => {
    const key = (org: string, expires_at = '20990101') =>
      sampleKey({ tier: 'Enterprise', org_id: org, expires_at })
    const lines = [
      key('one'),
      `"${key('two')}"`,
      key('three', '20200101'),
      'A'.repeat(1_100_000),
      ` ${key('four')}`,
      key('five'),
      `KEY=${key('six')}`,
      `${key('seven')}${key('eight')}`,
      '<your-license-key>',
      key('nine'),
    ]
    const told = async (list: readonly string[]) => {
      const host = fakeHost({ env: { LIC_PUBLIC_KEY } })
      const text = Buffer.from(list.join('\n'))
      /** So that the end of the long line and those after it are one block. */
      const end = text.indexOf('AAAA') + 1_040_000
      const chunks = async function* () {
        yield text.subarray(0, end)
        yield text.subarray(end)
      }
      await run(['check', '--lines', '-', ...args], { ...host, stdin: { ...host.stdin, chunks } })
      return host.out().trimEnd().split('\n')
    }
    const alone = []
    for (const [index, line] of lines.entries())
      alone.push((await told([...Array<string>(index).fill(''), line]))[0])
    expect((await told(lines)).slice(0, lines.length)).toEqual(alone)
  })

  test('a short one needs no worker', async () => {
    const base = fakeHost({ env: { LIC_PUBLIC_KEY }, stdin: LIST.slice(0, 20_000) })
    const { host, started } = lateWorkers(base)
    await run(['check', '--lines', '-'], host)
    expect(started()).toBe(0)
  })
})
