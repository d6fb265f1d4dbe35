import { nodeHost } from './host/node.ts'
import { keepQuiet } from './host/node-quiet.ts'
import { fault, run } from './run.ts'

/** Whatever is still open after a fault must not keep the process. */
const FAULT = 1

const argv = process.argv.slice(2)
const host = nodeHost(process)
keepQuiet(process, (thrown) => fault(thrown, argv, host).then(process.exit, () => process.exit(1)))
run(argv, host).then((code) => {
  process.exitCode = code
  if (host.abandoned() || code === FAULT) process.exit()
})
