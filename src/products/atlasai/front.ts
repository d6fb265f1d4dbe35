import { looksLikeJwt } from '../jwt/door.ts'
import { hunts } from '../jwt/hunts.ts'
import type { Front } from '../product.ts'

export const front: Front = {
  id: 'atlasai',
  name: 'AtlasAI',
  variables: ['ATLASAI_LICENSE_KEY'],
  hunts,
  wiring: null,
  restarts: ['the Tenant Plane'],
  builtInAnchors: [],
  tables: null,
  anchorUsages: ['atlasai'],
  tierWithoutKey: null,
  door: looksLikeJwt,
}
