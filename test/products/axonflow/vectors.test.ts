import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { instantAt } from '../../../src/model/instant.ts'
import { KeyText } from '../../../src/model/key-text.ts'
import { mayBeContested } from '../../../src/products/axonflow/contested.ts'
import { decode } from '../../../src/products/axonflow/decode.ts'
import { readyProducts } from '../../../src/products/registry.ts'
import { judge } from '../../../src/verdict/judge.ts'
import { isContested } from '../../../src/wire/ed25519.ts'
import { described, type GoVerdict, inGo } from './in-go.ts'
import { testKeyring, VECTORS_NOW } from './keyring.ts'

interface Vector {
  readonly category: string
  readonly note: string
  readonly key?: string
  readonly keyBase64?: string
  readonly expect: GoVerdict
}

const FILE = join(import.meta.dirname, '..', '..', 'vectors', 'axonflow', 'axonflow.jsonl')
const vectors: readonly Vector[] = readFileSync(FILE, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line))

const textOf = ({ key, keyBase64 }: Vector): KeyText =>
  new KeyText(Buffer.from(key ?? keyBase64 ?? '', key === undefined ? 'base64' : 'utf8').toString('latin1'))

await readyProducts()

const judged = (vector: Vector, platform: string | null) =>
  judge(textOf(vector), { now: instantAt(VECTORS_NOW), keyring: testKeyring, rules: { platform } })

describe("the product's own verdict on 1,371 keys", () => {
  test('all are there', () => {
    expect(vectors).toHaveLength(1371)
  })

  test.each(vectors.map((vector, index) => [index + 1, vector.category, vector] as const))(
    'line %i: %s',
    (_line, _category, vector) => {
      expect(described(judged(vector, '10'), vector.expect.reason)).toEqual(vector.expect)
    },
  )

  test('the arbiter is made ready for every one whose signature platforms may differ on', () => {
    const signed = vectors.flatMap((vector) => {
      const decoding = decode(textOf(vector))
      if (decoding.kind !== 'decoded' || decoding.key.proof.kind !== 'ed25519') return []
      return [[isContested(decoding.key.proof.signature), mayBeContested(textOf(vector))]]
    })
    expect(signed.filter(([contested]) => contested).length).toBeGreaterThan(10)
    expect(signed.filter(([contested, ready]) => contested !== ready)).toEqual([])
  })

  test('platform 11 refuses exactly those among the accepted that name no identity', () => {
    const accepted = vectors.filter(({ expect: { verdict } }) =>
      ['valid', 'grace', 'expired'].includes(verdict),
    )
    const nameless = accepted.filter(({ expect: { identity } }) => identity === '')
    expect([accepted.length, nameless.length]).toEqual([484, nameless.length])
    expect(nameless.length).toBeGreaterThan(5)
    for (const vector of accepted) {
      const verdict = judged(vector, null)
      if (!nameless.includes(vector)) expect(inGo(verdict)).toBe(vector.expect.verdict)
      else expect([verdict.kind, verdict.findings[0]?.code]).toEqual(['refused', 'key.no-identity'])
    }
  })
})
