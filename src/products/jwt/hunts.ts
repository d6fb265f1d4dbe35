import type { Hunt } from '../../model/hunt.ts'

const whole = [/eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{40,}/y]

/** `{"alg":` and `{"typ":`, as nearly every header begins: also those of tokens that are no licenses. */
export const hunts: readonly Hunt[] = ['eyJhbGci', 'eyJ0eXAi'].map((prefix) => ({
  prefix,
  whole,
  other: null,
  shared: true,
}))
