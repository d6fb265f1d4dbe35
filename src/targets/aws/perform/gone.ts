import type { ServiceFacts } from '../../../host/aws-api.ts'
import { error, type Finding } from '../../../model/finding.ts'
import { says } from '../../../model/visible.ts'

/** ECS answers late at times: one look that finds nothing is no proof. */
const LOOKS = 5

interface Followed {
  readonly name: string
  readonly service: ServiceFacts | null
  readonly missing: number
}

/** A service that somebody deleted while it was followed: no task of it will ever prove anything. */
export function gone(all: readonly Followed[]): Finding | null {
  const lost = all.find(({ missing }) => missing >= LOOKS)
  if (lost === undefined) return null
  const found = lost.service === null ? says`it is not there any more` : says`it is ${lost.service.status}`
  return error(
    'rotation.service-gone',
    says`service ${lost.name} was deleted while it was followed: ${found}`,
    says`look who deleted it and why; leave it out with --service, or create it again`,
  )
}
