import { CURRENT, PENDING } from './labels.ts'
import type { Run } from './perform/run.ts'
import { awsCommand } from './shell.ts'

/** The exact commands that do by hand what a run does; no key is in them. */
export function byHand({ seen, old, version, runLabel }: Run) {
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
  return {
    look: aws(
      ...['secretsmanager', 'describe-secret', '--secret-id', secretId],
      ...['--query', 'VersionIdsToStages'],
    ),
    redeploy: [
      ...names.map((name) =>
        aws(
          ...['ecs', 'update-service', '--cluster', cluster, '--service', name],
          ...['--force-new-deployment', '--query', 'service.deployments'],
        ),
      ),
      aws('ecs', 'wait', 'services-stable', '--cluster', cluster, '--services', ...names),
    ],
    promote: old === null ? [] : [move(version, old.version)],
    takeBack: old === null ? [] : [move(old.version, version)],
    unlock: stage(PENDING, '--remove-from-version-id', version),
    releaseRun: stage(runLabel, '--remove-from-version-id', version),
  }
}
