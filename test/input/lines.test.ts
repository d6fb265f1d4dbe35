import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutIntoBlocks } from '../../src/input/lines.ts'

async function cut(chunks: readonly (string | Uint8Array)[]) {
  const found: { line: number; text: string }[] = []
  for await (const { bytes, firstLine } of cutIntoBlocks(
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
  ))
    found.push({ line: firstLine, text: Buffer.from(bytes).toString('latin1') })
  return found
}

describe('a list is cut into blocks', () => {
  test('of whole lines, wherever the chunks end', async () => {
    expect(await cut(['a\nb', 'c\n\nd'])).toEqual([
      { line: 1, text: 'a\n' },
      { line: 2, text: 'bc\n\n' },
      { line: 4, text: 'd' },
    ])
    expect(await cut([])).toEqual([])
    expect(await cut(['\n'])).toEqual([{ line: 1, text: '\n' }])
  })

  test('of about 128 KiB', async () => {
    const text = `${'x'.repeat(99)}\n`.repeat(10_000)
    const blocks = await cut([text])
    expect(blocks.map((block) => block.text).join('')).toBe(text)
    expect(Math.max(...blocks.map((block) => block.text.length))).toBeLessThanOrEqual(131_072)
    expect(blocks.length).toBe(Math.ceil(1_000_000 / 131_000))
  })

  test('and of a line without end only the beginning is kept', async () => {
    const long = 'x'.repeat(700_000)
    const blocks = await cut(['first\n', long, long, long, `end\nlast`])
    expect(blocks.map(({ line, text }) => [line, text.length])).toEqual([
      [1, 6],
      [2, (1 << 20) + 2],
      [3, 4],
    ])
    expect(blocks[2]?.text).toBe('last')
  })

  test('whose lines and numbers are those of the text, for any text and any chunks', async () => {
    const piece = fc.stringMatching(/^[ab\n]{0,9}$/)
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (pieces) => {
        const blocks = await cut(pieces.filter((text) => text !== ''))
        const whole = pieces.join('')
        expect(blocks.map((block) => block.text).join('')).toBe(whole)
        let before = ''
        for (const { line, text } of blocks) {
          expect(line).toBe(before.split('\n').length)
          expect(before === '' || before.endsWith('\n')).toBe(true)
          before += text
        }
      }),
    )
  })
})
