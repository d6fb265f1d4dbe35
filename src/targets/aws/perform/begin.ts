import type { Aws } from '../../../host/aws-api.ts'
import { instantAt } from '../../../model/instant.ts'
import type { Intent, Tools } from '../../target.ts'
import { UNPROVEN } from '../account.ts'
import { momentOf } from '../freshness.ts'
import { archivesFor, runLabel } from '../labels.ts'
import { livedOn } from '../lived.ts'
import { type AwsSight, named } from '../sight.ts'
import { firstLook } from './last-look.ts'
import type { Run } from './run.ts'
import { takeUp } from './take-up.ts'

/** What a run knows before its first step: it begins, or takes up what is in flight. */
export function runOf(aws: Aws, seen: AwsSight, intent: Intent, tools: Tools): Run {
  return intent.kind === 'rotate' || intent.kind === 'redeploy' || seen.inFlight === null
    ? begin(aws, seen, intent, tools)
    : takeUp(aws, seen, intent, tools, seen.inFlight)
}

/** 32 hexadecimal digits: a version id, and the token that makes a put safe to repeat. */
const token = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function begin(aws: Aws, seen: AwsSight, intent: Intent, tools: Tools): Run {
  const { host } = tools
  const began = host.now()
  const old = seen.current
  const arns = seen.services.map(({ service }) => service.arn)
  const changed = intent.kind === 'rotate' ? (seen.secret?.changed ?? null) : null
  const there = changed ?? old?.read ?? null
  return {
    aws,
    tools,
    seen,
    intent,
    secretId: seen.secret?.arn ?? seen.ref.secret,
    old,
    version: token(host.random(16)),
    runLabel: runLabel(began, host.random(4), arns),
    began,
    archives: archivesFor(seen.secret?.stages ?? {}, began, named(old)),
    since: momentOf(there ?? instantAt(began)),
    lived: changed === null ? [] : livedOn(seen.secret?.stages[old?.version ?? ''] ?? []),
    memory: {
      heard: old?.read ?? instantAt(0),
      promoted: null,
      mayHaveMoved: false,
      proof: UNPROVEN,
      takenBack: null,
      lastLook: firstLook(seen),
      astray: [],
      staged: false,
      locked: false,
      created: null,
      registered: new Map(),
      sentTo: new Map(),
      ours: new Map(),
    },
  }
}
