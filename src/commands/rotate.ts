import type { Verb } from './command.ts'

export const rotate: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
