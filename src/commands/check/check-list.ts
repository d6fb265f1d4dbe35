import type { Block, Host, JudgeWorker } from '../../host/host.ts'
import { cutIntoBlocks } from '../../input/lines.ts'
import { addTallies, NOTHING, type Tally } from '../../present/check/checked.ts'
import type { Paint } from '../../present/look.ts'
import { type BlockAnswer, checkBlock, type ListMeasure } from './check-block.ts'

/** Lists shorter than this are judged here: starting workers would take longer. In bytes. */
const SMALL = 32 * 1024
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
  let crew: Crew | null = null
  const writer = orderedWriter(host)
  const here = async (block: Block) => checkBlock(block, measure, paint)
  try {
    for await (const block of cutIntoBlocks(chunks)) {
      seen += block.bytes.length
      if (!crew && seen > SMALL) crew = await startCrew(measure, host)
      await writer.write(crew && crew.size > 0 ? crew.judge(block) : here(block), crew?.size ?? 0)
    }
    return await writer.end()
  } finally {
    await crew?.close()
  }
}

interface Crew {
  readonly size: number
  judge(block: Block): Promise<BlockAnswer>
  close(): Promise<void>
}

/** One worker a core; a block goes to the one that has the least to do. */
async function startCrew(measure: ListMeasure, host: Host): Promise<Crew> {
  const members: { readonly worker: JudgeWorker; waiting: number }[] = []
  for (let core = 0; core < host.machine.cores; core++) {
    const worker = await host.judgeWorker(measure)
    if (worker) members.push({ worker, waiting: 0 })
  }
  return {
    size: members.length,
    judge: async (block) => {
      const member = members.reduce((least, one) => (one.waiting < least.waiting ? one : least))
      member.waiting++
      const answer = await member.worker.judge(block)
      member.waiting--
      return answer as BlockAnswer
    },
    close: async () => {
      await Promise.all(members.map(({ worker }) => worker.close()))
    },
  }
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
