import { looksLikeJwt } from '../jwt/door.ts'
import { hunts } from '../jwt/hunts.ts'
import type { Front } from '../product.ts'

export const front: Front = {
  id: 'terragnos',
  name: 'Terragnos',
  variables: ['LICENSE_KEY'],
  hunts,
  wiring: null,
  restarts: ['the API', 'the worker'],
  builtInAnchors: [],
  tables: null,
  anchorUsages: ['terragnos'],
  tierWithoutKey: null,
  door: looksLikeJwt,
}
