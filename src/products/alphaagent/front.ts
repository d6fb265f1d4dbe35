import type { Front } from '../product.ts'

export const PREFIX = 'aalk_'
const NEAR = 40

export const front: Front = {
  id: 'alphaagent',
  name: 'AlphaAgent',
  variables: ['LICENSE_TOKEN'],
  heartbeats: true,
  hunts: [{ prefix: PREFIX, whole: [/aalk_[A-Za-z0-9][\w.~+/=:-]{24,}/y], other: null, shared: true }],
  wiring: null,
  restarts: ['Studio'],
  builtInAnchors: [],
  tables: null,
  anchorUsages: [],
  tierWithoutKey: null,
  door: (text) => {
    const at = text.reveal().slice(0, NEAR).indexOf(PREFIX)
    return at === 0 || (at > 0 && !text.reveal().startsWith('AXON-') && !text.reveal().startsWith('eyJ'))
  },
}
