import { randomBytes } from 'node:crypto'
import type { Request } from '../server/listen.ts'

/** Who calls. */
export interface Role {
  /** short, as its token's file is named: `owner` */
  readonly id: string
  /** may look at the license and install one */
  readonly licenses: boolean
}

export interface People {
  /** the token of each role, by its id */
  readonly tokens: Readonly<Record<string, string>>
  /** Whose token a request bears; null: nobody's. */
  who(request: Request): Role | null
}

/** One throw-away token a role. */
export function newPeople(roles: readonly Role[]): People {
  const held = roles.map((role) => ({ role, token: randomBytes(24).toString('base64url') }))
  return {
    tokens: Object.fromEntries(held.map(({ role, token }) => [role.id, token])),
    who: ({ headers }) => {
      const given = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '')?.[1]
      return held.find(({ token }) => token === given)?.role ?? null
    },
  }
}
