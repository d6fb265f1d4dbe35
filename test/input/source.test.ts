import { describe, expect, test } from 'vitest'
import { parseSecretRef } from '../../src/input/secret-ref.ts'
import { parseOperand } from '../../src/input/source.ts'
import { LicError } from '../../src/model/lic-error.ts'
import { fakeHost } from '../support/host.ts'

const host = fakeHost({ env: { KEY_HERE: 'x' }, files: { 'key.txt': 'x' } })
const parse = (given: string) => parseOperand(given, host)
const ARN = 'arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:axonflow/license-key-AbCdEf'

function refusal(action: () => unknown) {
  try {
    action()
  } catch (thrown) {
    if (thrown instanceof LicError) return [thrown.code, thrown.says, ...thrown.hints]
    throw thrown
  }
  return null
}

describe('a source', () => {
  test.each([
    ['-', { kind: 'stdin' }],
    ['file:a b#c.txt', { kind: 'file', path: 'a b#c.txt' }],
    ['@key.txt', { kind: 'file', path: 'key.txt' }],
    ['env:NAME', { kind: 'env', name: 'NAME' }],
    ['dotenv:a#b/.env#NAME', { kind: 'dotenv', path: 'a#b/.env', name: 'NAME' }],
    [
      'secret:axonflow/license-key',
      {
        kind: 'secret',
        ref: { id: 'axonflow/license-key', region: null, field: null, which: { stage: 'AWSCURRENT' } },
      },
    ],
    ['AXON-anything', { kind: 'text', text: 'AXON-anything' }],
    [' AXON-anything', { kind: 'text', text: ' AXON-anything' }],
    ['', { kind: 'text', text: '' }],
    ['x'.repeat(32), { kind: 'text', text: 'x'.repeat(32) }],
  ])('%s', (given, expected) => {
    expect(parse(given)).toEqual(expected)
  })

  test('a bare word is refused, with what it may have meant, and not repeated where it means nothing', () => {
    expect(refusal(() => parse('key.txt'))).toEqual([
      'source.unknown',
      'a file is written with file: before it',
      'did you mean file:key.txt',
    ])
    expect(refusal(() => parse('KEY_HERE'))).toEqual([
      'source.unknown',
      'a variable is written with env: before it',
      'did you mean env:KEY_HERE',
    ])
    expect(refusal(() => parse('hunter2'))).toEqual([
      'source.unknown',
      'this is neither a source nor a key',
      'a source is - or file:PATH, env:NAME, dotenv:PATH#NAME, secret:ID (lic help sources)',
    ])
  })

  test.each([
    'file:',
    '@',
    'env:',
    'dotenv:.env',
    'dotenv:#A',
    'dotenv:.env#',
    'secret:',
    'secret:#field',
    'secret:a#',
  ])('%s says what is missing', (given) => {
    expect(refusal(() => parse(given))?.[0]).toBe('source.unknown')
  })
})

describe('a secret', () => {
  test.each([
    ['a#b', { id: 'a', region: null, field: 'b', which: { stage: 'AWSCURRENT' } }],
    ['a?stage=AWSPREVIOUS', { id: 'a', region: null, field: null, which: { stage: 'AWSPREVIOUS' } }],
    ['a#b?version=v1', { id: 'a', region: null, field: 'b', which: { version: 'v1' } }],
    [ARN, { id: ARN, region: 'cn-north-1', field: null, which: { stage: 'AWSCURRENT' } }],
    [`${ARN}:license::`, { id: ARN, region: 'cn-north-1', field: 'license', which: { stage: 'AWSCURRENT' } }],
    [`${ARN}:::`, { id: ARN, region: 'cn-north-1', field: null, which: { stage: 'AWSCURRENT' } }],
    [`${ARN}::AWSPREVIOUS:`, { id: ARN, region: 'cn-north-1', field: null, which: { stage: 'AWSPREVIOUS' } }],
    [`${ARN}:::v7`, { id: ARN, region: 'cn-north-1', field: null, which: { version: 'v7' } }],
  ])('%s', (text, expected) => {
    expect(parseSecretRef(text)).toEqual(expected)
  })

  test.each([
    ['a:b:c:', "a secret's name has no colon; a valueFrom is a full ARN"],
    [
      `${ARN}:field`,
      'this is no ARN of a secret: after "secret:" stands the name, alone or with exactly three more fields',
    ],
    [
      `${ARN}:a:b:c:d`,
      'this is no ARN of a secret: after "secret:" stands the name, alone or with exactly three more fields',
    ],
    [
      'arn:aws:ssm:eu-west-1:1:parameter/x',
      'this ARN names an SSM parameter, not a secret of Secrets Manager',
    ],
    [`${ARN}:a::#b`, 'this names a field, a stage or a version twice'],
    [`${ARN}::S:?stage=T`, 'this names a field, a stage or a version twice'],
    [`${ARN}::S:V`, 'this names a field, a stage or a version twice'],
    ['a?label=x', 'after "?" stands stage=… or version=…'],
  ])('%s is refused', (text, why) => {
    expect(refusal(() => parseSecretRef(text))?.slice(0, 2)).toEqual(['source.unknown', why])
  })
})
