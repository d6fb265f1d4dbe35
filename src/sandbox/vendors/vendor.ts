import type { Instant } from '../../model/instant.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Reply, Request } from '../server/listen.ts'
import type { LicenseWish, Term } from './license-wish.ts'
import type { People, Role } from './people.ts'

export const VENDOR_IDS = ['terragnos', 'atlasai'] as const
export type VendorId = (typeof VENDOR_IDS)[number]

/** What a product that runs here is made of. */
export interface Vendor {
  readonly id: VendorId
  /** `Terragnos core` */
  readonly name: string
  /** what its keys call their tier: `edition` */
  readonly tierName: string
  readonly tierByDefault: string
  /** the variable in which its public key travels */
  readonly publicKeyVariable: string
  /** the first of them may do everything */
  readonly roles: readonly [Role, ...Role[]]
  /** the claims of one of its licenses */
  claims(wish: LicenseWish, term: Term): object
  run(surroundings: Surroundings): Running
}

export interface Surroundings {
  now(): Instant
  /** what the product's own code makes of a license at this moment */
  judge(license: string): Verdict
  readonly people: People
  /** the license in the environment that it starts with */
  readonly key: string
  /** nothing that is uploaded outlives a restart */
  readonly memoryOnly: boolean
  /** how many processes answer in turn */
  readonly replicas: number
}

export interface Running {
  reply(request: Request): Reply
  /** starts it again, with another license in its environment unless that is null */
  restart(key: string | null): void
  /** what it wrote to its log since the sandbox began */
  readonly log: readonly string[]
}
