import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantAt, toIso } from '../../src/model/instant.ts'

/** The widest span that `Date` knows. */
const EDGE = 8_640_000_000_000_000

test('an instant is written as `Date` writes it, without milliseconds where there are none', () => {
  const asDateHas = (when: number) => new Date(when).toISOString().replace('.000Z', 'Z')
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: -EDGE, max: EDGE }), fc.integer({ min: -63e9, max: 254e9 })),
      (when) => {
        expect(toIso(instantAt(when))).toBe(asDateHas(when))
        expect(toIso(instantAt(when - (when % 1000)))).toBe(asDateHas(when - (when % 1000)))
      },
    ),
  )
  for (const when of [
    0, -1, -62_167_219_200_000, -62_167_219_200_001, 253_402_300_799_999, 253_402_300_800_000,
  ])
    expect(toIso(instantAt(when))).toBe(asDateHas(when))
})
