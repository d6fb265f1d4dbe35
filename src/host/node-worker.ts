import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { JudgeWorker, SieveWorker } from './host.ts'

const LIMITS = { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 256 }

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (why: unknown) => void
}

export function startJudge(setup: unknown, nodeOptions: readonly string[]): JudgeWorker | null {
  const worker = startWorker('worker.js', setup, nodeOptions)
  return (
    worker && {
      judge: ({ bytes, firstLine }) => {
        const moved = new Uint8Array(bytes)
        return worker.ask({ bytes: moved, firstLine }, [moved.buffer])
      },
      close: worker.close,
    }
  )
}

export function startSieve(setup: unknown, nodeOptions: readonly string[]): SieveWorker | null {
  const worker = startWorker('sieve.js', setup, nodeOptions)
  return worker && { sift: (paths) => worker.ask(paths, []), close: worker.close }
}

interface Asked {
  ask(message: unknown, moved: readonly ArrayBuffer[]): Promise<unknown>
  close(): Promise<void>
}

/** Without those options that Node takes for a whole process only, such as V8's: it names them when it refuses. */
function open(path: string, setup: unknown, nodeOptions: readonly string[]): Worker {
  const execArgv = [...nodeOptions, '--unhandled-rejections=throw']
  try {
    return new Worker(path, { workerData: setup, env: {}, execArgv, resourceLimits: LIMITS })
  } catch (thrown) {
    if (nodeOptions.length === 0) throw thrown
    const refused = (thrown as Error).message.replace(/^.*?: /, '').split(', ')
    const rest = nodeOptions.filter((option) => !refused.includes(option))
    return open(path, setup, rest.length < nodeOptions.length ? rest : [])
  }
}

/**
 * Starts a bundled worker beside this file, without this process's environment; null where there is none.
 * A rejection that nobody heard ends it, whatever Node was told: a warning would quote it.
 */
function startWorker(file: string, setup: unknown, nodeOptions: readonly string[]): Asked | null {
  const path = join(__dirname, file)
  if (!existsSync(path)) return null
  const worker = open(path, setup, nodeOptions)
  const waiting: Waiting[] = []
  worker.on('message', (answer) => waiting.shift()?.resolve(answer))
  const giveUp = (why: unknown) => {
    for (const one of waiting.splice(0)) one.reject(why)
  }
  worker.on('error', giveUp).on('exit', () => giveUp(new Error('the worker has ended')))
  return {
    ask: (message, moved) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        worker.postMessage(message, [...moved])
      }),
    close: async () => {
      await worker.terminate()
    },
  }
}
