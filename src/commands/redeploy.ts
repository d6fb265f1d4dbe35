import type { Verb } from './command.ts'

export const redeploy: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
