import type { Verb } from './command.ts'

export const help: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
