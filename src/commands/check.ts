import type { Verb } from './command.ts'

export const check: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
