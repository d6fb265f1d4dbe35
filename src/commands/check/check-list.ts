import type { Block, Host, JudgeWorker } from '../../host/host.ts'
import { cutIntoBlocks } from '../../input/lines.ts'
import { addTallies, NOTHING, type Tally } from '../../present/check/checked.ts'
import type { Paint } from '../../present/look.ts'
import { type BlockAnswer, checkBlock, type ListMeasure } from './check-block.ts'

/** What is judged here before workers are worth starting, in bytes: less than one full block. */
const SMALL = 48 * 1024
const WAITING_PER_WORKER = 3

/**
 * Checks a list of keys as it is read, and writes each line of the answer as soon as those before it are
 * written. Long lists go to one worker a core; the memory in use does not grow with the list.
 */
export async function checkList(
  chunks: AsyncIterable<Uint8Array>,
  measure: ListMeasure,
  paint: Paint,
  host: Host,
): Promise<Tally> {
  let seen = 0
  let workers: readonly JudgeWorker[] | null = null
  const writer = orderedWriter(host)
  try {
    for await (const block of cutIntoBlocks(chunks)) {
      seen += block.bytes.length
      if (!workers && seen > SMALL) workers = await startWorkers(measure, host)
      await writer.write(judged(block, workers ?? [], writer.count, measure, paint), workers?.length ?? 0)
    }
    return await writer.end()
  } finally {
    await Promise.all((workers ?? []).map((worker) => worker.close()))
  }
}

async function startWorkers(measure: ListMeasure, host: Host): Promise<readonly JudgeWorker[]> {
  const workers: JudgeWorker[] = []
  for (let core = 0; core < host.machine.cores; core++) {
    const worker = await host.judgeWorker(measure)
    if (worker) workers.push(worker)
  }
  return workers
}

async function judged(
  block: Block,
  workers: readonly JudgeWorker[],
  turn: number,
  measure: ListMeasure,
  paint: Paint,
): Promise<BlockAnswer> {
  const worker = workers[turn % workers.length]
  return worker ? ((await worker.judge(block)) as BlockAnswer) : checkBlock(block, measure, paint)
}

/** Writes answers in the order in which they were asked for, and lets only so many wait. */
function orderedWriter(host: Host) {
  let tally = NOTHING
  let chain: Promise<void> = Promise.resolve()
  const waiting: Promise<void>[] = []
  return {
    count: 0,
    async write(answer: Promise<BlockAnswer>, workers: number): Promise<void> {
      this.count++
      const before = chain
      chain = Promise.all([answer, before]).then(async ([{ text, tally: more }]) => {
        tally = addTallies(tally, more)
        await host.stdout.write(text)
      })
      chain.catch(() => {})
      waiting.push(chain)
      if (waiting.length > workers * WAITING_PER_WORKER) await waiting.shift()
    },
    async end(): Promise<Tally> {
      await chain
      return tally
    },
  }
}
