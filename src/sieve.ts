import { parentPort, workerData } from 'node:worker_threads'
import { nodeTree } from './host/node-tree.ts'
import { needlesOf, probesOf } from './input/hunt/needles.ts'
import { sift } from './input/hunt/sieve.ts'
import type { Hunt } from './model/hunt.ts'

/** One worker thread of `lic scan`: paths in, what became of them out, in order. */
const tree = nodeTree()
const probes = probesOf(needlesOf(workerData as readonly Hunt[]))
parentPort?.on('message', (paths: readonly string[]) => parentPort?.postMessage(sift(paths, tree, probes)))
