import { describe, expect, test } from 'vitest'
import type { Fields } from '../../src/sandbox/world/fields.ts'
import { A, B, C, ID, no, put, sm, stage, stages, value, withSecret } from './support/secrets.ts'
import { emptyWorld } from './support/worlds.ts'

describe('UpdateSecretVersionStage', () => {
  const staged = (world = emptyWorld()) => {
    withSecret(world)
    put(world, B, 'two', 'lic-run.1')
    return world
  }

  test('moving AWSCURRENT is a compare-and-swap that drags AWSPREVIOUS', () => {
    const world = staged()
    sm(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', B, A))
    expect(stages(world)).toEqual({ [A]: ['AWSPREVIOUS'], [B]: ['lic-run.1', 'AWSCURRENT'] })
    expect(value(world)).toBe('two')
    expect(no(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', B, A))).toEqual([
      'InvalidParameterException',
      `Staging label AWSCURRENT isn't currently attached to version ${A}.`,
    ])
    sm(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', A, B))
    expect(stages(world)).toEqual({ [A]: ['AWSCURRENT'], [B]: ['lic-run.1', 'AWSPREVIOUS'] })
  })

  test('without RemoveFromVersionId it is a lock: only the first gets it', () => {
    const world = staged()
    put(world, C, 'three', 'lic-run.2')
    sm(world, 'UpdateSecretVersionStage', stage('lic-pending', B))
    expect(no(world, 'UpdateSecretVersionStage', stage('lic-pending', C))).toEqual([
      'InvalidParameterException',
      `The parameter RemoveFromVersionId can't be empty. Staging label lic-pending is currently attached to version ${B}, so you must explicitly reference that version in RemoveFromVersionId.`,
    ])
    sm(world, 'UpdateSecretVersionStage', stage('lic-pending', B))
    sm(world, 'UpdateSecretVersionStage', stage('lic-pending', undefined, B))
    sm(world, 'UpdateSecretVersionStage', stage('lic-pending', C))
    expect(stages(world)).toEqual({
      [A]: ['AWSCURRENT'],
      [B]: ['lic-run.1'],
      [C]: ['lic-run.2', 'lic-pending'],
    })
  })

  test('under the other answer, a label without RemoveFromVersionId is taken away', () => {
    const world = staged(emptyWorld({ move: 'steals' }))
    sm(world, 'UpdateSecretVersionStage', stage('lic-pending', A))
    sm(world, 'UpdateSecretVersionStage', stage('lic-pending', B))
    expect(stages(world)).toEqual({ [A]: ['AWSCURRENT'], [B]: ['lic-run.1', 'lic-pending'] })
  })

  test('labels of our own stay on a demoted version, or go, by switch', () => {
    for (const [demotion, kept] of [
      ['keeps-labels', ['lic-archive.1', 'AWSPREVIOUS']],
      ['drops-labels', ['AWSPREVIOUS']],
    ] as const) {
      const world = staged(emptyWorld({ demotion }))
      sm(world, 'UpdateSecretVersionStage', stage('lic-archive.1', A))
      sm(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', B, A))
      expect(stages(world)).toEqual({ [A]: kept, [B]: ['lic-run.1', 'AWSCURRENT'] })
    }
  })

  test('AWSCURRENT can be moved but not removed', () => {
    const world = staged()
    expect(no(world, 'UpdateSecretVersionStage', stage('AWSCURRENT', undefined, A))).toEqual([
      'InvalidParameterException',
      "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
    ])
    expect(value(world)).toBe('one')
  })

  test('a label that nobody has cannot be taken from anybody, nor moved to a version that is not there', () => {
    const world = staged()
    expect(no(world, 'UpdateSecretVersionStage', stage('x', B, A))[0]).toBe('InvalidParameterException')
    expect(no(world, 'UpdateSecretVersionStage', stage('x', C))[0]).toBe('ResourceNotFoundException')
    expect(no(world, 'UpdateSecretVersionStage', stage('x'))[0]).toBe('InvalidParameterException')
  })

  test('a version without labels can be read by its id and is no longer listed', () => {
    const world = staged()
    sm(world, 'UpdateSecretVersionStage', stage('lic-run.1', undefined, B))
    expect(value(world, { VersionId: B })).toBe('two')
    const listed = (extra: object) =>
      (sm(world, 'ListSecretVersionIds', { SecretId: ID, ...extra }).Versions as Fields[]).map(
        (one) => one.VersionId,
      )
    expect(listed({})).toEqual([A])
    expect(listed({ IncludeDeprecated: true })).toEqual([A, B])
  })
})
