import { looksLikeJwt } from '../jwt/door.ts'
import type { Front } from '../product.ts'

export const front: Front = {
  id: 'atlasai',
  name: 'AtlasAI',
  variables: ['ATLASAI_LICENSE_KEY'],
  wiring: null,
  restarts: ['the Tenant Plane'],
  builtInAnchors: [],
  anchorUsages: ['atlasai'],
  tierWithoutKey: null,
  door: looksLikeJwt,
}
