import { describe, expect, test } from 'vitest'
import { type Instant, instantAt } from '../../src/model/instant.ts'
import type { RuntimeWord } from '../../src/model/runtime-word.ts'
import { readWord } from '../../src/targets/health/word.ts'

const OLD = { tier: 'Professional', expires: instantAt(1000) as Instant }
const NEW = { tier: 'Enterprise', expires: instantAt(2000) as Instant }
const product = { tierNamed: (spelling: string) => spelling }
const word = (said: Partial<RuntimeWord>): RuntimeWord =>
  ({ valid: null, tier: null, expires: null, ...said }) as RuntimeWord
const license = (license: string, state = 'OK') => ({
  valid: state !== 'KILLED',
  heartbeat: { last: null, state, reason: null, account: [], license },
})
const kind = (said: Partial<RuntimeWord>, expected = NEW, before: typeof OLD | null = OLD) =>
  readWord(word(said), expected, before, product).kind

describe('what a runtime says', () => {
  test.each([
    ['nothing', {}, 'silent'],
    ['that its license is not valid', { valid: false, tier: 'Enterprise' }, 'contrary'],
    ['that it is valid, which the old key was too', { valid: true }, 'silent'],
    ['the tier of the new key', { tier: 'Enterprise' }, 'new'],
    ['the tier of the old one', { tier: 'Professional' }, 'contrary'],
    ['the expiry of the new key', { expires: NEW.expires }, 'new'],
    ['the expiry of the old one', { expires: OLD.expires }, 'contrary'],
    ['the new tier with the old expiry', { tier: 'Enterprise', expires: OLD.expires }, 'contrary'],
    ['an expiry of neither', { expires: instantAt(1500) }, 'silent'],
  ])('%s', (_name, said, expected) => {
    expect(kind(said)).toBe(expected)
  })

  test.each([
    ['the new one', license('aalk_new'), 'new'],
    ['the old one', license('aalk_old'), 'contrary'],
    ['neither', license('aalk_other'), 'silent'],
    ['the new one, killed', license('aalk_new', 'KILLED'), 'contrary'],
  ])('the license that it lives by: %s', (_name, said, expected) => {
    const by = (license: string) => ({ tier: null, expires: null, license })
    expect(readWord(word(said), by('aalk_new'), by('aalk_old'), product).kind).toBe(expected)
    expect(readWord(word(said), by('aalk_same'), by('aalk_same'), product).kind).toBe(
      said.valid ? 'silent' : 'contrary',
    )
  })

  test('of a renewal the tier tells nothing, the expiry does', () => {
    const renewed = { ...OLD, expires: NEW.expires }
    expect(kind({ tier: 'Professional' }, renewed)).toBe('silent')
    expect(kind({ tier: 'Professional', expires: NEW.expires }, renewed)).toBe('new')
    expect(kind({ tier: 'Professional', expires: OLD.expires }, renewed)).toBe('contrary')
  })
})
