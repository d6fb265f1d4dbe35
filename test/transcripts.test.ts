import { describe, expect, test } from 'vitest'
import { play, transcripts } from './support/transcript.ts'

describe('transcripts', () => {
  test.each(transcripts())('$name', async (transcript) => {
    const { expected, actual, unused, leaked } = await play(transcript)
    expect(actual).toBe(expected)
    expect(unused).toEqual([])
    expect(leaked).toEqual([])
  })
})
