import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { handle } from '../../src/sandbox/world/handle.ts'
import { bandOf } from '../../src/status/nodes.ts'
import { countersIn } from '../../src/targets/health/listen.ts'
import { sandboxed } from '../support/sandboxed.ts'
import { codes, status } from './look.ts'

describe('nodes against the limit', () => {
  test.each([
    [7, 10, 'ok'],
    [8, 10, 'caution'],
    [9, 10, 'warning'],
    [10, 10, 'violation'],
    [11, 10, 'violation'],
    [39, 50, 'ok'],
    [40, 50, 'caution'],
    [44, 50, 'caution'],
    [45, 50, 'warning'],
    [49, 50, 'warning'],
    [50, 50, 'violation'],
    [0, 0, 'violation'],
  ])('%i of %i: %s', (nodes, limit, band) => expect(bandOf(nodes, limit)).toBe(band))

  test.each([
    [7, 0, []],
    [8, 0, ['status.nodes-caution']],
    [9, 22, ['status.nodes-near']],
    [10, 22, ['status.nodes-near']],
    [11, 22, ['status.nodes-over']],
  ])('%i tasks with a key for 10 exit %i', async (tasks, exitCode, expected) => {
    const here = await sandboxed({ key: { days: 200 } })
    const { world } = here
    handle(world(), {
      service: 'ecs',
      action: 'UpdateService',
      body: { cluster: 'axonflow-cluster', service: 'axonflow-agent-service', desiredCount: tasks - 1 },
    })
    await here.host.sleep(20 * 60_000)
    const seen = await status(here)
    expect([seen.exitCode, codes(seen)]).toEqual([exitCode, expected])
    expect(seen.result.nodes).toMatchObject({ running: tasks, desired: tasks, limit: 10 })
  })
})

describe('counters in the text format of Prometheus', () => {
  const NAME = 'axonflow_license_tier_read_rejected_total'
  test('only samples above zero, of that name', () => {
    const page = [
      `# HELP ${NAME} what`,
      `# TYPE ${NAME} counter`,
      `${NAME}{reason="signature"} 3`,
      `${NAME}{pod="a",reason="expired"} 1 1700000000000`,
      `${NAME}{reason="malformed"} 0`,
      `${NAME}_created{reason="signature"} 9`,
      `other{reason="x"} 4`,
      `${NAME}{reason="unknown_tier"} NaN`,
      '',
    ].join('\n')
    expect(countersIn(page, NAME, 'reason')).toEqual([
      { name: NAME, label: 'signature', count: 3 },
      { name: NAME, label: 'expired', count: 1 },
    ])
  })

  test('without labels, and with values that hold braces, quotes and line feeds', () => {
    const page = [
      `${NAME} 2`,
      `${NAME}{reason="a}b{c",x="1"} 1`,
      String.raw`${NAME}{pod="say \"reason=\"x\"\"",reason="a\"b\nc\\d"} 4`,
      `${NAME}{reason="${'x'.repeat(3000)}"} 5`,
      `${NAME}{reason="open} 6`,
      `${NAME}{reason="many"} +Inf`,
    ].join('\n')
    expect(countersIn(page, NAME, 'reason')).toEqual([
      { name: NAME, label: '', count: 2 },
      { name: NAME, label: 'a}b{c', count: 1 },
      { name: NAME, label: 'a"b\nc\\d', count: 4 },
      { name: NAME, label: 'many', count: Number.MAX_SAFE_INTEGER },
    ])
  })

  test('a page of many megabytes that leads a pattern astray takes no time', () => {
    const hostile = `${NAME}{${'a="",'.repeat(300)}`
    expect(countersIn(Array(2000).fill(hostile).join('\n'), NAME, 'reason')).toEqual([])
  })

  test('never throws, and gives no more than twenty', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constant(`${NAME}{reason="a"} 1`))), (lines) => {
        expect(countersIn(lines.join('\n'), NAME, 'reason').length).toBeLessThanOrEqual(20)
      }),
    )
  })
})
