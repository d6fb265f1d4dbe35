import { Buffer } from 'node:buffer'
import type { Hunt } from '../../model/hunt.ts'

/** One thing to look for in bytes. */
export interface Needle {
  readonly bytes: Buffer
  readonly hunt: Hunt
  readonly encoded: boolean
  /** the end of it from its rarest character on: looked for instead, as a search stops at each first character */
  readonly telling: Buffer
}

/** Each prefix as it is, and as base64 writes it; products may have the same. */
export const needlesOf = (hunts: readonly Hunt[]): readonly Needle[] =>
  [...new Map(hunts.map((hunt) => [hunt.prefix, hunt])).values()].flatMap((hunt) => [
    needle(hunt, hunt.prefix, false),
    needle(hunt, base64Of(hunt.prefix), true),
  ])

function needle(hunt: Hunt, text: string, encoded: boolean): Needle {
  const rarest = [...text].reduce((best, one, at) => (rarity(one) > rarity(text.charAt(best)) ? at : best), 0)
  const bytes = Buffer.from(text, 'latin1')
  return { bytes, hunt, encoded, telling: bytes.subarray(rarest) }
}

/** From the most usual in text and programs to the rarest; what does not stand here is in between. */
const USUAL = ' etaoinsrlcdumpfg.h,_()-yb"v\'w=;:/kxj10TSEACI2{}RNLODPMqFzGBUHW'
const RARE = 'VYKJXQZ'

function rarity(character: string): number {
  const at = RARE.indexOf(character)
  if (at >= 0) return USUAL.length + 1 + at
  const usual = USUAL.indexOf(character)
  return usual < 0 ? USUAL.length : usual
}

/** The characters of base64 that do not depend on what follows. */
const base64Of = (prefix: string): string =>
  Buffer.from(prefix, 'latin1')
    .toString('base64')
    .slice(0, Math.floor((prefix.length * 8) / 6))

/** Where a needle stands next from there on; less than 0 for nowhere. */
export function indexOf(block: Buffer, { bytes, telling }: Needle, from: number): number {
  const offset = bytes.length - telling.length
  for (let at = from + offset; ; at++) {
    at = block.indexOf(telling, at)
    if (at < 0) return -1
    if (offset === 0 || bytes.compare(block, at - offset, at + telling.length) === 0) return at - offset
  }
}

const SHARED = 3

/**
 * What to look for to tell whether any needle may be in a text: those that begin alike are looked for together, as
 * each takes a pass over all bytes.
 */
export function probesOf(needles: readonly Needle[]): readonly Needle[] {
  const groups = new Map<string, Needle[]>()
  for (const one of needles) {
    const begin = one.bytes.toString('latin1', 0, SHARED)
    groups.set(begin, [...(groups.get(begin) ?? []), one])
  }
  return [...groups.values()].map(([first, ...more]) => {
    const one = first as Needle
    const text = more.reduce(
      (common, { bytes }) => alike(common, bytes.toString('latin1')),
      one.bytes.toString('latin1'),
    )
    return needle(one.hunt, text, one.encoded)
  })
}

function alike(one: string, other: string): string {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  return one.slice(0, length)
}

/** Whether any of them stands in the bytes. */
export const holdsAny = (bytes: Buffer, probes: readonly Needle[]): boolean =>
  probes.some((probe) => indexOf(bytes, probe, 0) >= 0)
