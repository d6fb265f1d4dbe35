import type { Verb } from './command.ts'

export const demo: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
