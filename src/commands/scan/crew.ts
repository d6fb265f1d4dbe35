import type { Host, SieveWorker, Tree } from '../../host/host.ts'
import { type Needle, probesOf } from '../../input/hunt/needles.ts'
import { type Sifted, sift } from '../../input/hunt/sieve.ts'
import type { Hunt } from '../../model/hunt.ts'

/** So many files are sifted at a time. */
const PORTION = 128
/** Fewer files than that are read sooner than a worker starts. */
const FEW = 1000
const MOST_WORKERS = 3
const WAITING_PER_WORKER = 2

/** Sifts files here and, where there are many, in workers beside: reading is what a scan takes its time for. */
export class Crew {
  readonly #hunts: readonly Hunt[]
  readonly #sift: (paths: readonly string[]) => Sifted
  readonly #host: Host
  readonly #answers: (Sifted | Promise<Sifted>)[] = []
  #workers: { readonly worker: SieveWorker; waiting: number }[] | null = null
  #pending: string[] = []
  #seen = 0

  constructor(hunts: readonly Hunt[], needles: readonly Needle[], tree: Tree, host: Host) {
    this.#hunts = hunts
    const probes = probesOf(needles)
    this.#sift = (paths) => sift(paths, tree, probes)
    this.#host = host
  }

  async take(paths: readonly string[]): Promise<void> {
    this.#seen += paths.length
    if (this.#workers === null && this.#seen > FEW) this.#workers = await this.#start()
    for (const path of paths) {
      this.#pending.push(path)
      if (this.#pending.length === PORTION) await this.#give()
    }
  }

  /** What became of all that was taken, in its order. */
  async *end(): AsyncGenerator<Sifted> {
    if (this.#pending.length > 0) await this.#give()
    for (const answer of this.#answers) yield await answer
  }

  async close(): Promise<void> {
    await Promise.all((this.#workers ?? []).map(({ worker }) => worker.close()))
  }

  /** To a worker that has little to do, else it is done here; then answers are let in. */
  async #give(): Promise<void> {
    const paths = this.#pending
    this.#pending = []
    const idle = this.#workers?.find(({ waiting }) => waiting < WAITING_PER_WORKER)
    if (idle === undefined) {
      this.#answers.push(this.#sift(paths))
      if (this.#workers !== null) await new Promise((resolve) => setImmediate(resolve))
      return
    }
    idle.waiting++
    const answer = idle.worker.sift(paths).then((sifted) => {
      idle.waiting--
      return sifted as Sifted
    })
    answer.catch(() => {})
    this.#answers.push(answer)
  }

  async #start(): Promise<{ readonly worker: SieveWorker; waiting: number }[]> {
    const workers = []
    for (let core = 1; core < Math.min(this.#host.machine.cores, MOST_WORKERS + 1); core++) {
      const worker = await this.#host.sieve(this.#hunts)
      if (worker !== null) workers.push({ worker, waiting: 0 })
    }
    return workers
  }
}
