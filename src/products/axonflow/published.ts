import type { Published } from '../product.ts'

/** As the vendor's guides name things. */
export const published: Published = {
  composeServices: ['agent', 'orchestrator'],
  containers: ['agent', 'orchestrator'],
  helm: null,
  cautions: [],
}
