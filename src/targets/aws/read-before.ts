import type { Aws, SecretValue } from '../../host/aws-api.ts'
import { CURRENT } from './labels.ts'

/** The same AWS, where the values of AWSCURRENT that were read before are not read again. @param values by the ids they were asked for by */
export function withValues(aws: Aws, values: ReadonlyMap<string, SecretValue>): Aws {
  const names = new Map<string, string>()
  return {
    ...aws,
    secrets: {
      ...aws.secrets,
      describe: async (id) => {
        const facts = await aws.secrets.describe(id)
        names.set(facts.arn, id)
        return facts
      },
      get: async (id, which) => {
        const held = values.get(names.get(id) ?? id)
        return held !== undefined && 'stage' in which && which.stage === CURRENT
          ? held
          : aws.secrets.get(id, which)
      },
    },
  }
}
