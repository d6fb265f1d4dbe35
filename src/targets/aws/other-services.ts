import { error, type Finding } from '../../model/finding.ts'
import { own, says } from '../../model/visible.ts'
import type { AwsInFlight } from './in-flight.ts'
import { servicesMark } from './labels.ts'
import { byLic } from './lic-command.ts'
import type { AwsSight } from './sight.ts'

/** Sets of services to try: as many as are tried at once. */
const MOST = 12

/** The run label knows its services by their hash alone: whether these are the ones, not which others. */
export function otherServices(seen: AwsSight, { run }: AwsInFlight): readonly Finding[] {
  const mark = run?.services ?? null
  const all = seen.services.map(({ service }) => service)
  if (mark === null || all.length < seen.ref.services.length) return []
  if (servicesMark(all.map(({ arn }) => arn)) === mark) return []
  const names = all.map(({ name }) => name).join(', ')
  const place = { region: seen.region, profile: seen.ref.profile }
  const fewer =
    all.length > MOST
      ? undefined
      : subsets(all).find((some) => servicesMark(some.map(({ arn }) => arn)) === mark)
  const [first, ...rest] = fewer?.map(({ name }) => name) ?? []
  return [
    error(
      'rotation.other-services',
      says`the rotation that is in flight was begun for other services than ${names}: its label has ${mark}, these have ${servicesMark(all.map(({ arn }) => arn))}`,
      first === undefined
        ? says`name the services that it was begun for, in the same cluster, each with --service`
        : says`it was begun for ${[first, ...rest].join(', ')} alone: ${own(byLic({ ...seen.ref, services: [first, ...rest] }, place).resume)}`,
      says`or let it be (labels only): ${own(byLic(seen.ref, place).abandon)}`,
    ),
  ]
}

const subsets = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_one, at) => (bits >> at) & 1)).filter(
    ({ length }) => length > 0 && length < all.length,
  )
