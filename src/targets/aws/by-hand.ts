import { says } from '../../model/visible.ts'
import { CURRENT, failedLabel, PENDING } from './labels.ts'
import type { Run } from './perform/run.ts'
import { awsCommand } from './shell.ts'
import type { Moving } from './sight.ts'

/** The exact commands that do by hand what a run does; no key is in them. */
export function byHand({ seen, old, version, runLabel, memory, began }: Run) {
  const secretId = seen.secret?.name ?? seen.ref.secret
  const place = { region: seen.region, profile: seen.ref.profile }
  const aws = (...words: readonly string[]) => awsCommand(place, ...words)
  const stage = (label: string, ...rest: readonly string[]) =>
    aws(
      ...['secretsmanager', 'update-secret-version-stage', '--secret-id', secretId],
      ...['--version-stage', label, ...rest],
    )
  const move = (into: string, outOf: string) =>
    stage(CURRENT, '--move-to-version-id', into, '--remove-from-version-id', outOf)
  const { cluster } = seen.ref
  const names = seen.services.map(({ service }) => service.name)
  const redeploy = (revision: (moving: Moving) => string | undefined) => [
    ...names.map((name) => {
      const moving = seen.moving.find(({ service }) => service === name)
      const to = moving && revision(moving)
      if (moving && to === undefined)
        return says`# ${name} has no new revision yet: lic rotate makes it, with --via as before`
      return aws(
        ...['ecs', 'update-service', '--cluster', cluster, '--service', name],
        ...(to === undefined ? [] : ['--task-definition', to]),
        ...['--force-new-deployment', '--query', 'service.deployments'],
      )
    }),
    aws('ecs', 'wait', 'services-stable', '--cluster', cluster, '--services', ...names),
  ]
  return {
    look: aws(
      ...['secretsmanager', 'describe-secret', '--secret-id', secretId],
      ...['--query', 'VersionIdsToStages'],
    ),
    redeploy: redeploy(({ from }) => memory.registered.get(from)),
    /** plain values are only in the revision that a service came from */
    redeployOld: redeploy(({ from }) => from),
    promote: old === null ? [] : [move(version, old.version)],
    takeBack: old === null ? [] : [move(old.version, version)],
    /** else the next rotation would archive it, and a rollback choose it */
    markFailed: stage(failedLabel(began), '--move-to-version-id', version),
    unlock: stage(PENDING, '--remove-from-version-id', version),
    releaseRun: runLabel === null ? [] : [stage(runLabel, '--remove-from-version-id', version)],
  }
}
