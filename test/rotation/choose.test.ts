import { describe, expect, test } from 'vitest'
import { error } from '../../src/model/finding.ts'
import { instantAt } from '../../src/model/instant.ts'
import { KeyText } from '../../src/model/key-text.ts'
import { says } from '../../src/model/visible.ts'
import { canName, choose } from '../../src/rotation/choose.ts'
import type { KeptAs, KeptKey } from '../../src/targets/target.ts'
import { key, usable } from '../present/verdicts.ts'

const LIVE = new KeyText('live')
const HISTORY = says`lic history --secret mine`

/** A version; its key is the text, and its fingerprint what stands before the dot of it. */
function kept(version: string, text: string | null, more: Partial<KeptKey> = {}): KeptKey {
  const as: KeptAs[] = []
  if (more.archived) as.push('archived')
  if (more.failed) as.push('failed')
  const fingerprint = (text ?? '').split('.')[0] ?? ''
  return {
    version,
    created: null,
    labels: [],
    as,
    archived: null,
    failed: null,
    otherLabels: [],
    key:
      text === null
        ? { why: error('secret.binary', says`it is binary`) }
        : { text: new KeyText(text), verdict: usable({ key: { ...key, fingerprint } }) },
    ...more,
  }
}
const at = (day: number) => instantAt(day * 86_400_000)

/** The version that is chosen, or the code of the refusal. */
function chosen(all: readonly KeptKey[], to: string | null = null): string {
  const choice = choose(all, to, LIVE, HISTORY)
  return 'chosen' in choice ? choice.chosen.version : choice.refusal.code
}

describe('without --to', () => {
  test('the newest archive by the time in its label, whenever the version was made', () => {
    const all = [kept('v3', 'c', { archived: at(2) }), kept('v2', 'b', { archived: at(3) }), kept('v1', 'a')]
    expect(chosen(all)).toBe('v2')
  })

  test('never one that failed, the current one, or one that holds the key that is live', () => {
    const all = [
      kept('v5', 'e', { archived: at(9), as: ['current', 'archived'] }),
      kept('v4', 'd', { archived: at(8), failed: at(8) }),
      kept('v3', 'live', { archived: at(7) }),
      kept('v2', 'b', { archived: at(1) }),
    ]
    expect(chosen(all)).toBe('v2')
    expect(chosen(all.slice(0, 3))).toBe('rotation.no-archive')
    expect(chosen([])).toBe('rotation.no-archive')
  })

  test('not one whose key was put anew after that, and failed', () => {
    const all = (failed: number) => [
      kept('v3', 'a', { failed: at(failed) }),
      kept('v2', 'a', { archived: at(5) }),
      kept('v1', 'b', { archived: at(1) }),
    ]
    expect(chosen(all(6))).toBe('v1')
    expect(chosen(all(4))).toBe('v2')
  })

  test('one that cannot be read is not passed over in silence', () => {
    expect(chosen([kept('v2', null, { archived: at(5) }), kept('v1', 'a', { archived: at(1) })])).toBe(
      'rotation.archive-unreadable',
    )
  })
})

describe('with --to', () => {
  const A = '3f2a0c11d2aa'
  const B = '3f2a0cffffff'
  const all = [
    kept('3f2a0c11-9999', 'c4c4c4c4c4c4.c', { archived: at(4) }),
    kept('bbbbbbbb-2222', `${B}.b`, { archived: at(3) }),
    kept('aaaaaaaa-1111', `${A}.a`, { archived: at(2), as: ['previous', 'archived'] }),
    kept('dddddddd-3333', 'd0d0d0d0d0d0.d', { failed: at(2) }),
    kept('dddddddd-4444', 'd0d0d0d0d0d0.d'),
    kept('eeeeeeee-5555', 'e0e0e0e0e0e0.e', { failed: at(1) }),
    kept('ffffffff-6666', null),
  ]
  test.each([
    ['3f2a0c1', 'aaaaaaaa-1111'],
    ['3F2A0CFF', 'bbbbbbbb-2222'],
    ['3f2a0c', 'rotation.archive-ambiguous'],
    ['aaaaaaaa', 'aaaaaaaa-1111'],
    ['3f2a0c11', 'rotation.archive-ambiguous'],
    ['3f2a0c11-9', '3f2a0c11-9999'],
    ['aaaaaaa', 'rotation.archive-unknown'],
    ['123456', 'rotation.archive-unknown'],
    ['eeeeeeee', 'rotation.archive-failed'],
    ['e0e0e0e0', 'rotation.archive-failed'],
    ['dddddddd-3333', 'rotation.archive-failed'],
    ['d0d0d0d0', 'dddddddd-4444'],
    ['ffffffff', 'rotation.archive-unreadable'],
  ])('%s: %s', (to, expected) => {
    expect(chosen(all, to)).toBe(expected)
  })

  test('several versions with the same key are one answer', () => {
    const same = [kept('vvvvvvvv-2', `${A}.a`), kept('vvvvvvvv-1', `${A}.a`), kept('wwwwwwww-1', `${A}.x`)]
    expect(chosen(same.slice(0, 2), A)).toBe('vvvvvvvv-2')
    expect(chosen(same, A)).toBe('rotation.archive-ambiguous')
  })

  test('a version id in full wins over one that goes on', () => {
    expect(chosen([kept('abcdefghij', 'b'), kept('abcdefgh', 'a')], 'abcdefgh')).toBe('abcdefgh')
  })

  test('a refusal lists what there is, ten at most', () => {
    const many = Array.from({ length: 12 }, (_, n) => kept(`version-${n}`, `k${n}`, { archived: at(n) }))
    const choice = choose(many, 'abcdef', LIVE, HISTORY)
    const hints = 'refusal' in choice ? choice.refusal.hints : []
    expect(hints).toHaveLength(11)
    expect(hints[10]).toBe('and 2 more: lic history --secret mine')
  })

  test.each([
    ['abcdef', true],
    ['abcde', false],
    ['ghijkl', false],
    ['ghijklmn', true],
    ['', false],
    ['a b c d e f', false],
  ])('%j can name one: %s', (text, expected) => {
    expect(canName(text)).toBe(expected)
  })
})
