import type { Verb } from './command.ts'

export const limits: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
