import { own, type Shown, says, visible } from '../../model/visible.ts'
import { CURRENT, PENDING } from './labels.ts'
import type { Run } from './perform/run.ts'

/** A word as a shell takes it. */
const word = (text: string): { readonly own: Shown } =>
  own(/^[\w@%+=:,./-]+$/.test(text) ? visible(text) : says`'${text.replaceAll("'", "'\\''")}'`)

/** The exact commands that do by hand what a run does; no key is in them. */
export function byHand({ seen, secretId, old, version, runLabel }: Run) {
  const place = own(
    says`${seen.ref.profile === null ? own(says``) : own(says` --profile ${word(seen.ref.profile)}`)}${own(says` --region ${word(seen.region)}`)}`,
  )
  const secret = word(secretId)
  const stage = (label: string, rest: Shown): Shown =>
    says`aws secretsmanager update-secret-version-stage --secret-id ${secret} --version-stage ${word(label)}${own(rest)}${place}`
  const to = (id: string) => says` --move-to-version-id ${word(id)}`
  const from = (id: string) => says` --remove-from-version-id ${word(id)}`
  const both = (into: string, outOf: string) => says`${own(to(into))}${own(from(outOf))}`
  const cluster = word(seen.ref.cluster)
  const names = seen.services.map(({ service }) => service.name)
  return {
    look: says`aws secretsmanager describe-secret --secret-id ${secret} --query VersionIdsToStages${place}`,
    redeploy: [
      ...names.map(
        (name) =>
          says`aws ecs update-service --cluster ${cluster} --service ${word(name)} --force-new-deployment --query service.deployments${place}`,
      ),
      says`aws ecs wait services-stable --cluster ${cluster} --services ${own(names.map((name) => word(name).own).join(' ') as Shown)}${place}`,
    ],
    promote: old === null ? [] : [stage(CURRENT, both(version, old.version))],
    takeBack: old === null ? [] : [stage(CURRENT, both(old.version, version))],
    unlock: stage(PENDING, from(version)),
    releaseRun: stage(runLabel, from(version)),
  }
}
