import type { Sighting } from '../../model/hunt.ts'
import type { Shown } from '../../model/visible.ts'
import type { Scanned, ScanReport, Scope } from '../../present/scan/scanned.ts'
import { type Scales, weighFound } from './weigh-found.ts'

/** More are counted and not kept. */
const MOST = 10_000

/** Where keys come from, one place after another. */
export interface Place {
  /** raw; null for standard input */
  readonly path: string | null
  readonly from: Shown
}

/** Judges what is found as it is found, and keeps what is worth telling. */
export class Gathering {
  readonly #scales: Scales
  readonly #of: Scope
  readonly #found: Scanned[] = []
  readonly #unread: ScanReport['unread'][number][] = []
  readonly #counts = { live: 0, unproved: 0, expired: 0, untrusted: 0, refused: 0, example: 0, allowed: 0 }
  #left = 0
  files = 0
  binary = 0

  constructor(scales: Scales, of: Scope) {
    this.#scales = scales
    this.#of = of
  }

  found(sighting: Sighting, place: Place): void {
    const one = weighFound(sighting, place, this.#scales)
    if (one === null) return
    this.#counts[one.allowed?.counts === true ? 'allowed' : one.worth]++
    if (this.#found.length < MOST) this.#found.push(one)
    else this.#leaveOneOut(one)
  }

  /** What fails is never left out for what does not. */
  #leaveOneOut(one: Scanned): void {
    this.#left++
    const at = one.fails ? this.#found.findIndex(({ fails }) => !fails) : -1
    if (at >= 0) this.#found[at] = one
  }

  unread(from: Shown, why: Shown): void {
    this.#unread.push({ from, why })
  }

  report(): ScanReport {
    return {
      found: this.#found,
      left: this.#left,
      counts: this.#counts,
      files: this.files,
      binary: this.binary,
      unread: this.#unread,
      of: this.#of,
    }
  }
}
