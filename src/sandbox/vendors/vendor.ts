import type { Scene } from '../../commands/demo/stage.ts'
import type { Instant } from '../../model/instant.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Reply, Request } from '../server/listen.ts'
import type { LicenseWish, Term } from './license-wish.ts'
import type { People, Role } from './people.ts'

export const VENDOR_IDS = ['terragnos', 'atlasai'] as const
export type VendorId = (typeof VENDOR_IDS)[number]

/** Those of them that have a story. */
export const STORY_IDS = ['atlasai'] as const satisfies readonly VendorId[]
export type StoryId = (typeof STORY_IDS)[number]

/** Those whose licenses are no documents but accounts: a vendor's server, which runs here too, holds them. */
export const TOKEN_VENDOR_IDS = ['alphaagent'] as const
export type TokenVendorId = (typeof TOKEN_VENDOR_IDS)[number]

interface Named<Id extends string> {
  readonly id: Id
  /** `Terragnos core` */
  readonly name: string
  /** what its licenses look like, whole */
  readonly keyForm: RegExp
  /** the first of them may do everything */
  readonly roles: readonly [Role, ...Role[]]
}

/** What a product that runs here is made of, where its licenses are signed. */
export interface Vendor extends Named<VendorId> {
  readonly kind: 'signed'
  /** what its keys call their tier: `edition` */
  readonly tierName: string
  readonly tierByDefault: string
  /** the variable in which its public key travels */
  readonly publicKeyVariable: string
  /** the claims of one of its licenses */
  claims(wish: LicenseWish, term: Term): object
  run(surroundings: Surroundings): Running
}

/** One with a story. */
export interface TellingVendor extends Vendor {
  readonly story: Story
}

/** What `lic demo` tells of a product, from a moment in the past until today. */
export interface Story {
  /** the license that it starts with, by its clock then */
  readonly key: Partial<LicenseWish>
  begins(today: Instant): Instant
  /** what the vendor, or somebody else, has sent until today, by the names of the files */
  readonly licenses: Readonly<Record<string, Partial<LicenseWish>>>
  scenes(today: Instant): readonly Scene[]
}

/** What a product and its vendor's server are made of, where a license is a token that only the two can check. */
export interface TokenVendor extends Named<TokenVendorId> {
  readonly kind: 'token'
  /** Both, with a first license that the product has activated. */
  open(opening: Opening): Opened
}

export type AnyVendor = Vendor | TokenVendor

export interface Opening {
  readonly began: Instant
  now(): Instant
  /** what the product's own code makes of a token, then, whose last verified heartbeat was at another moment */
  judge(token: string, last: Instant | null, at: Instant): Verdict
  readonly people: People
}

export interface Opened {
  /** the token of the first license */
  readonly key: string
  /** the token of another, which nobody has activated */
  issue(): string
  readonly running: Running
}

export interface Surroundings {
  now(): Instant
  /** what the product's own code makes of a license at this moment */
  judge(license: string): Verdict
  readonly people: People
  /** the license in the environment that it starts with */
  readonly key: string
  /** A license with these claims, as the vendor's server makes it. */
  sign(claims: object): string
  /** the product renews its license by itself, from its vendor's server beside it */
  readonly phoneHome: boolean
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
  /** Answers what the sandbox is told to let happen to it, `POST /_lic/NAME`; null: it knows no such thing. */
  control?(request: Request, name: string): Reply | null
}
