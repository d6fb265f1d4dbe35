import { describe, expect, test } from 'vitest'
import { after, DAY, type Instant, instantAt } from '../../src/model/instant.ts'
import { standing } from '../../src/model/timeline.ts'
import { drawTimeline } from '../../src/present/inspect/draw-timeline.ts'
import { plainPaint } from '../../src/present/look.ts'
import { colorPaint } from '../../src/present/paint.ts'
import { key, NOW, timeline } from './verdicts.ts'

const draw = (width: number, now: Instant = NOW, paint = plainPaint) =>
  drawTimeline(
    { timeline, standing: standing(timeline, now), now, issued: key.issued, mark: 'today' },
    width,
    paint,
  )

describe('the drawn time line', () => {
  test('today over the bar, the days under it', () => {
    expect(draw(80)).toEqual([
      '                                 today 2026-11-23 ▼',
      '  ━━━━━━━━━━━━━━━━━━━━━━ active ━━━━━━━━━━━━━━━━━━━━━━╍╍ grace ╍╍╍┈┈ after ┈┈┈',
      '                                                      ╵2026-12-20 ╵2026-12-28',
    ])
  })

  test('narrow: the words stand where there is room, a day that would run into another is left out', () => {
    expect(draw(40)).toEqual([
      '                  ▼ today 2026-11-23',
      '  ━━━━━ active ━━━━━╍ grace ╍┈ after ┈',
      '                    ╵2026-12-20',
    ])
  })

  test('too narrow for the names: nothing', () => {
    expect(draw(39)).toEqual([])
  })

  test('no line is wider than the terminal, and the mark is over the phase of the moment', () => {
    for (let width = 40; width <= 240; width++) {
      for (const days of [-4000, -400, -100, 0, 26, 27, 30, 34, 35, 400, 40000]) {
        const now = after(NOW, days * DAY)
        const [mark = '', bar = '', dates = ''] = draw(width, now)
        expect(Math.max(mark.length, bar.length, dates.length)).toBeLessThanOrEqual(Math.min(width, 200) - 2)
        const name = standing(timeline, now).phase.name
        const from = timeline.slice(
          0,
          timeline.findIndex((phase) => phase.name === name),
        )
        const at = mark.indexOf('▼')
        const start = from.length === 0 ? 2 : bar.search(from.length === 1 ? /╍/ : /┈/)
        const end = from.length === 0 ? bar.search(/╍/) : from.length === 1 ? bar.search(/┈/) : bar.length
        expect([width, days, at >= start && at < end]).toEqual([width, days, true])
      }
    }
  })

  test('colour adds escapes and nothing else, and each phase has a stroke of its own', () => {
    const colored = draw(80, NOW, colorPaint).join('\n')
    expect(colored).not.toBe(draw(80).join('\n'))
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(draw(80).join('\n'))
  })

  test('a key that does not say when it was issued, and one that lives for ever', () => {
    const scene = { timeline, standing: standing(timeline, NOW), now: NOW, issued: null, mark: 'at' }
    expect(drawTimeline(scene, 80, plainPaint)).toHaveLength(3)
    const [first] = timeline
    const always = [{ ...first, until: 'forever' as const }] as const
    const forever = { ...scene, timeline: always, standing: standing(always, instantAt(0)) }
    expect(drawTimeline(forever, 44, plainPaint)).toEqual([
      '        at 2026-11-23 ▼',
      '  ━━━━━━━━━━━━━━━━ active ━━━━━━━━━━━━━━━━',
    ])
  })
})
