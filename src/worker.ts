import { parentPort, workerData } from 'node:worker_threads'
import { checkBlock, type ListMeasure } from './commands/check/check-block.ts'
import type { Block } from './host/host.ts'
import { paintFor } from './present/look.ts'
import { readyProducts } from './products/registry.ts'

/** One worker thread of `lic check --lines`: blocks of lines in, their answers out, in order. */
async function work(port: NonNullable<typeof parentPort>): Promise<void> {
  await readyProducts()
  const measure = workerData as ListMeasure
  const paint = await paintFor({ color: measure.color, terminal: false, width: 80 })
  port.on('message', (block: Block) => port.postMessage(checkBlock(block, measure, paint)))
}

if (parentPort) work(parentPort)
