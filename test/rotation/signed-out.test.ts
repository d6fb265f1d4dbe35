import { expect, test } from 'vitest'
import type { Sandboxed } from '../support/sandboxed.ts'
import { labels, rotate, withNewKey } from './lic.ts'

/** From the call on that is named, AWS no longer knows who asks. */
const signedOutFrom = async (call: string, nth: number): Promise<Sandboxed> => {
  let over = false
  let count = 0
  return withNewKey({
    events: [
      {
        call,
        before: () => {
          count++
          over ||= count === nth
        },
      },
      { call: '*', when: () => over, fails: 'expired' },
    ],
  })
}

const HINTS = [
  'get new ones as you got these, then look: aws sts get-caller-identity',
  'nothing is lost: how far it got is in the labels of the secret; go on with new credentials',
]

test.each([
  ['secrets.moveStage', 3, 'AWSCURRENT could not be moved', 'AWSCURRENT v1'],
  ['ecs.forceDeployment', 1, 'service axonflow-agent-service could not be redeployed', 'AWSCURRENT v2'],
  ['ecs.tasks', 4, 'following the rollout failed', 'AWSCURRENT v2'],
])(
  'credentials that expire at %s (%i) leave it unfinished: no undo is tried that would be refused too',
  async (call, nth, tried, live) => {
    const here = await signedOutFrom(call, nth)
    const { exitCode, error, result } = await rotate(here)
    expect([exitCode, result.report?.ending]).toEqual([54, 'unfinished'])
    expect(error?.message).toMatch(new RegExp(`^${tried}.*: the AWS credentials have expired$`))
    expect(error?.hints).toEqual(HINTS)
    expect(result.report?.undo).toEqual([])
    expect(labels(here.world()).filter((label) => /CURRENT|pending|run/.test(label))).toEqual([
      live,
      'lic-pending v2',
      'lic-run v2',
    ])
  },
)
