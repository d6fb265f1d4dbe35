/** How human output may look: decided once, from the stream, the environment and the flags. */
export interface Look {
  /** stdout is a terminal: tables, drawings, live lines */
  readonly terminal: boolean
  readonly color: boolean
  readonly width: number
}

export type Tone = 'good' | 'bad' | 'attention' | 'quiet' | 'strong' | 'plain'

/** Colours a text by what it means; the identity where there is no colour. */
export type Paint = (tone: Tone, text: string) => string

export const plainPaint: Paint = (_tone, text) => text

/** Loads the colour library only where there is colour. */
export async function paintFor(look: Look): Promise<Paint> {
  if (!look.color) return plainPaint
  const { colorPaint } = await import('./paint.ts')
  return colorPaint
}
