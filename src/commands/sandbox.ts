import type { Verb } from './command.ts'

export const sandbox: Verb = {
  uses: [],
  define() {},
  async run() {
    throw new Error('not written')
  },
}
