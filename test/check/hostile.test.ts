import fc from 'fast-check'
import { expect, test } from 'vitest'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'

const bytes = fc.uint8Array({ maxLength: 200 })
const near = fc
  .tuple(fc.constantFrom('AXON-', 'AXON-V2-', '\xef\xbb\xbfAXON-', '"AXON-'), fc.string({ unit: 'binary' }))
  .map((parts) => parts.join(''))

test('any bytes end in a verdict, on one line of plain text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, near), async (stdin) => {
      const host = fakeHost({ stdin })
      const code = await run(['check', '-'], host)
      expect([30, 33, 44, 46, 49]).toContain(code)
      expect(host.out()).toMatch(/^fail {2}[\x20-\x7e\u00a1-\uffff]*\n$/)
    }),
  )
})

test('any list has one line of output for each of its keys, and never a pass', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          bytes.map((each) => Buffer.from(each).toString('latin1')),
          near,
        ),
        { maxLength: 8 },
      ),
      async (lines) => {
        const stdin = Buffer.from(lines.join('\n'), 'latin1')
        const host = fakeHost({ stdin })
        const code = await run(['check', '--lines', '-', '--json'], host)
        expect([30, 33, 44, 46, 49]).toContain(code)
        const said = host
          .out()
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
        const { checked, passed, skipped } = said.at(-1).result.summary
        expect(passed).toBe(0)
        expect(said).toHaveLength(checked + 1)
        const whole = stdin.toString('latin1').split('\n')
        if (whole.at(-1) === '') whole.pop()
        expect(checked + skipped.blank + skipped.comments).toBe(whole.length)
      },
    ),
  )
})
