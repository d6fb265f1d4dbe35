import type { Front } from '../product.ts'

export const PREFIX = 'aalk_'
const NEAR = 40

export const front: Front = {
  id: 'alphaagent',
  name: 'AlphaAgent',
  variables: ['LICENSE_TOKEN'],
  wiring: null,
  restarts: ['Studio'],
  builtInAnchors: [],
  anchorUsages: [],
  tierWithoutKey: null,
  door: (text) => {
    const at = text.reveal().slice(0, NEAR).indexOf(PREFIX)
    return at === 0 || (at > 0 && !text.reveal().startsWith('AXON-') && !text.reveal().startsWith('eyJ'))
  },
}
