import type { DecodedKey } from '../../model/decoded.ts'
import { error, type Finding } from '../../model/finding.ts'
import { says } from '../../model/visible.ts'
import type { Licensed } from '../target.ts'
import type { ServiceSight } from './sight.ts'
import { identityIn } from './wiring.ts'

/** Services whose tasks would compare a key with another identity than its own, as their task definitions say. */
export function identityRefusals(
  services: readonly Pick<ServiceSight, 'service' | 'definition'>[],
  key: DecodedKey,
  product: Licensed,
): Finding[] {
  const variable = product.wiring?.identityVariable ?? null
  if (variable === null || key.identity === null) return []
  const { value } = key.identity
  return services.flatMap(({ service, definition }) =>
    definition.containers
      .map((container) => identityIn(container, variable))
      .filter((wanted) => wanted !== null && wanted !== value)
      .map((wanted) =>
        error(
          'wiring.identity',
          says`service ${service.name} runs with ${variable}=${wanted ?? ''}, and the key is for ${value}: its tasks would refuse to start`,
          says`ask for a key issued to ${wanted ?? ''}, or check that this is the right deployment`,
        ),
      ),
  )
}
