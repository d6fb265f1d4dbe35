import { nodeHost } from './host/node.ts'
import { run } from './run.ts'

run(process.argv.slice(2), nodeHost(process)).then((code) => {
  process.exitCode = code
})
