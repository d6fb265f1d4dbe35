import type { Json } from '../../model/answer.ts'
import { visible } from '../../model/visible.ts'
import type { Group } from '../../targets/aws/survey.ts'

/** The project file for what was found, as it would be written. @param identity what files here say that keys must name */
export const propose = (
  groups: readonly Group[],
  region: string,
  identity: string | null,
): { readonly [field: string]: Json } => ({
  deployments: Object.fromEntries(
    groups.map((group, at) => [
      nameOf(group, groups, at),
      {
        secret: visible(group.secret),
        ...(group.field === null ? {} : { field: visible(group.field) }),
        cluster: visible(group.cluster),
        services: group.services.map(visible),
        region: visible(region),
        ...(group.identity === null ? {} : { identity: visible(group.identity) }),
      },
    ]),
  ),
  ...(identity === null ? {} : { check: { expectIdentity: identity } }),
})

/** A deployment is called like its cluster; where that has several, they are numbered. */
function nameOf({ cluster }: Group, groups: readonly Group[], at: number): string {
  const name = plain(cluster)
  const before = groups.slice(0, at).filter((other) => plain(other.cluster) === name).length
  return before === 0 ? name : `${name}-${before + 1}`
}

const plain = (cluster: string): string =>
  cluster
    .slice(cluster.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9._-]/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 50) || 'deployment'
