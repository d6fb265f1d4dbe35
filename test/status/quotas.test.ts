import parsePrometheus from 'parse-prometheus-text-format'
import { describe, expect, test } from 'vitest'
import { HttpTrouble } from '../../src/host/host.ts'
import { instantAt } from '../../src/model/instant.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { sampleToken } from '../support/sample-keys.ts'
import { status } from './look.ts'

const NOON = instantAt(Date.UTC(2026, 10, 23, 12))
const LIMITS = { object_count: 5, workflow_run_count: 0, query_count: 'unlimited', tile_exports: -1 }
/** A page that ends so is longer than what was read of it. */
const CUT = '# and so on\n'
const NAME = 'license_limit_exceeded_total'

interface Told {
  readonly limits?: unknown
  /** the page of metrics at each look, the last one again and again; null: there is none */
  readonly pages: readonly (string | null)[]
}

/** A Terragnos that says so. */
function terragnos({ limits = LIMITS, pages }: Told) {
  let looks = 0
  return fakeHost({
    now: NOON,
    env: { TOKEN: 't' },
    get: async (url) => {
      if (!url.endsWith('/metrics')) {
        const body = { status: 'valid', edition: 'gov', expires_at: '2028-01-01T00:00:00Z', limits }
        return {
          status: 200,
          contentType: 'application/json',
          body: Buffer.from(JSON.stringify(body)),
          cut: false,
        }
      }
      const page = pages[Math.min(looks++, pages.length - 1)] ?? null
      if (page === null) throw new HttpTrouble('timeout')
      return { status: 200, contentType: 'text/plain', body: Buffer.from(page), cut: page.endsWith(CUT) }
    },
  })
}

const ARGS = ['--product', 'terragnos', '--admin-url', 'https://core.test', '--admin-token', 'env:TOKEN']
const counted = (all: Readonly<Record<string, number>>) =>
  [
    `# TYPE ${NAME} counter`,
    ...Object.entries(all).map(([code, count]) => `${NAME}{limitCode="${code}"} ${count}`),
    '',
  ].join('\n')

/** The lines under "quotas". */
async function quotas(told: Told): Promise<readonly string[]> {
  const host = terragnos(told)
  await run(['status', ...ARGS], host)
  const [, after = ''] = host.out().split('\nquotas\n')
  return (
    after
      .split('\n\n')[0]
      ?.split('\n')
      .filter((line) => line !== '') ?? []
  )
}

describe('the quotas of a license', () => {
  test('what is used is published by nobody, and never a number', async () => {
    expect(await quotas({ pages: [counted({ object_count: 3 })] })).toEqual([
      '  object count        5; used: not published by the vendor; exceeded 3 times since start (object_count)',
      '  workflow run count  none; used: not published by the vendor; not exceeded since start',
      '  query count         unlimited; used: not published by the vendor; not exceeded since start',
      '  tile exports        -1 (what the vendor means by that is not published); used: not published by the vendor; not exceeded since start',
    ])
  })

  test('once is once', async () => {
    expect((await quotas({ pages: [counted({ tileExports: 1 })] }))[3]).toMatch(
      /; exceeded 1 time since start \(tileExports\)$/,
    )
  })

  test.each([
    ['there is no page', null],
    ['it has no such counter', '# TYPE up gauge\nup 1\n'],
    ['it has one that begins alike', `# TYPE ${NAME}_other counter\n`],
    ['it is cut short', `${counted({})}${CUT}`],
  ])('what nobody counts is not zero: %s', async (_why, page) => {
    const lines = await quotas({ pages: [page] })
    expect(lines).toHaveLength(4)
    for (const line of lines)
      expect(line).toMatch(/; how often it was exceeded is not known: no counter was read$/)
  })

  test('for machines', async () => {
    const seen = await status({ host: terragnos({ pages: [counted({ object_count: 3 })] }) }, ...ARGS)
    const about = { statedBy: 'https://core.test/v1/license', used: { published: false } }
    expect((seen.result as unknown as { quotas: unknown }).quotas).toEqual([
      {
        id: 'limits.object_count',
        label: 'object count',
        limit: { max: 5 },
        ...about,
        limitCode: 'object_count',
        exceeded: 3,
      },
      {
        id: 'limits.workflow_run_count',
        label: 'workflow run count',
        limit: { none: true },
        ...about,
        limitCode: null,
        exceeded: 0,
      },
      {
        id: 'limits.query_count',
        label: 'query count',
        limit: { unlimited: true },
        ...about,
        limitCode: null,
        exceeded: 0,
      },
      {
        id: 'limits.tile_exports',
        label: 'tile exports',
        limit: { text: '-1 (what the vendor means by that is not published)' },
        ...about,
        limitCode: null,
        exceeded: 0,
      },
    ])
  })

  test('their names are data', async () => {
    const lines = await quotas({
      limits: { '::error::\n\u001b[31m': '\u202e' },
      pages: [counted({})],
    })
    expect(lines).toEqual([
      '  ::error::\\u{a}\\u{1b}[31m  \\u{202e}; used: not published by the vendor; not exceeded since start',
    ])
  })

  test('a runtime that states none, and no key to read: none', async () => {
    expect(await quotas({ limits: null, pages: [counted({ object_count: 3 })] })).toEqual([])
    expect(await quotas({ limits: {}, pages: [counted({})] })).toEqual([])
  })

  test('where no runtime is asked, those of the key in place, modules apart', async () => {
    const host = fakeHost({
      now: NOON,
      files: { '.env': `LICENSE_KEY=${sampleToken('terragnos', 'enterprise')}\n` },
    })
    await run(['status', '--product', 'terragnos', '--dotenv', '.env', '--allow-unverifiable'], host)
    const [, after = ''] = host.out().split('\nquotas\n')
    const lines = after.split('\n\n')[0]?.trimEnd().split('\n') ?? []
    expect(lines.map((line) => line.trim().split(/ {2}|;/)[0])).toEqual([
      'object count',
      'workflow run count',
      'query count',
      'export jobs',
      'tenants',
    ])
    for (const line of lines) expect(line).toMatch(/is not known: no counter was read$/)
  })

  test('another product has none', async () => {
    const host = terragnos({ pages: [''] })
    await run(['status', '--product', 'atlasai', ...ARGS.slice(2)], host)
    expect(host.out()).not.toContain('quotas')
  })
})

describe('a watch', () => {
  test('tells that a counter grew, and what it is in metrics', async () => {
    const pages = [{}, { object_count: 2 }, { object_count: 2 }, { object_count: 9 }, {}].map(counted)
    const host = terragnos({ pages })
    await run(['watch', ...ARGS, '--for', '4m', '--interval', '1m', '--metrics-file', 'lic.prom'], host)
    const told = host
      .out()
      .split('\n')
      .filter((line) => /limit|counts/.test(line))
      .map((line) => line.replace(/^\S+ +/, ''))
    expect(told).toEqual([
      `runtime https://core.test/v1/license: gov, ${NAME} object_count (was gov)`,
      `error: https://core.test/v1/license counts ${NAME} 2 with limitCode=object_count: operations were stopped by this limit of the license since the process started [status.counter]`,
      'limit object count: exceeded 9 times (was exceeded 2 times)',
      `runtime https://core.test/v1/license: gov (was gov, ${NAME} object_count)`,
      `over: https://core.test/v1/license counts ${NAME} 9 with limitCode=object_count: operations were stopped by this limit of the license since the process started [status.counter]`,
    ])
    const read = parsePrometheus(host.grown.get('lic.prom') ?? '') as {
      name: string
      metrics: { value: string; labels: { limit?: string } }[]
    }[]
    const series = read.find(({ name }) => name === 'lic_limit_exceeded')
    expect(series?.metrics.map(({ value, labels }) => [labels.limit, value])).toEqual([
      ['limits.object_count', '0'],
      ['limits.workflow_run_count', '0'],
      ['limits.query_count', '0'],
      ['limits.tile_exports', '0'],
    ])
  })

  test.each([
    [counted({ object_count: 2, query_count: 3 }), '2', 5],
    [null, 'Nan', undefined],
  ])('what is counted is a metric, and what is not, none: %j', async (page, value, sum) => {
    const host = terragnos({ pages: [page] })
    await run(['watch', ...ARGS, '--for', '1s', '--metrics-file', 'lic.prom', '--metrics-emf'], host)
    expect(host.grown.get('lic.prom')).toMatch(
      new RegExp(`^lic_limit_exceeded\\{.*limit="limits.object_count"\\} ${value}$`, 'm'),
    )
    expect(JSON.parse(host.out().split('\n')[0] ?? '').lic_limit_exceeded).toBe(sum)
  })
})
