import type { Verb } from './command.ts'

export const inspect: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
