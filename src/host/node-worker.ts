import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { JudgeWorker } from './host.ts'

const LIMITS = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 256 }

interface Waiting {
  readonly resolve: (answer: unknown) => void
  readonly reject: (why: unknown) => void
}

/**
 * Starts the bundled worker beside this file, without this process's environment; null where there is none.
 * A rejection that nobody heard ends it, whatever Node was told: a warning would quote it.
 */
export function startWorker(setup: unknown, nodeOptions: readonly string[]): JudgeWorker | null {
  const path = join(__dirname, 'worker.js')
  if (!existsSync(path)) return null
  const worker = new Worker(path, {
    workerData: setup,
    env: {},
    execArgv: [...nodeOptions, '--unhandled-rejections=throw'],
    resourceLimits: LIMITS,
  })
  const waiting: Waiting[] = []
  worker.on('message', (answer) => waiting.shift()?.resolve(answer))
  const giveUp = (why: unknown) => {
    for (const one of waiting.splice(0)) one.reject(why)
  }
  worker.on('error', giveUp).on('exit', () => giveUp(new Error('the worker has ended')))
  return {
    judge: ({ bytes, firstLine }) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        const moved = new Uint8Array(bytes)
        worker.postMessage({ bytes: moved, firstLine }, [moved.buffer])
      }),
    close: async () => {
      await worker.terminate()
    },
  }
}
