import { nodeHost } from './host/node.ts'
import { keepQuiet } from './host/node-quiet.ts'
import { fault, run } from './run.ts'

const argv = process.argv.slice(2)
const host = nodeHost(process)
keepQuiet(process, (thrown) => fault(thrown, argv, host).then(process.exit, () => process.exit(1)))
// All is written by then: what is still open or under way keeps nobody waiting, and the heap is not taken apart first.
run(argv, host).then(process.exit)
