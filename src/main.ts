import { nodeHost } from './host/node.ts'
import { run } from './run.ts'

const host = nodeHost(process)
run(process.argv.slice(2), host).then((code) => {
  process.exitCode = code
  if (host.abandoned()) process.exit()
})
