import type { Archive } from './archives.ts'

/** Which key the product is to hold: the new one, the old one again, or the one that is there. */
export type Side = 'new' | 'old' | 'current'

export type FileStep =
  | { readonly do: 'lock' }
  | { readonly do: 'take-up' }
  | { readonly do: 'look-again' }
  | { readonly do: 'prune'; readonly archives: readonly Archive[] }
  | { readonly do: 'archive' }
  | { readonly do: 'promote' }
  | { readonly do: 'restart'; readonly side: Side }
  | { readonly do: 'prove' }
  | { readonly do: 'read-again' }
  | { readonly do: 'finish' }
  | { readonly do: 'take-back' }
  | { readonly do: 'drop-archive' }
  | { readonly do: 'unlock' }
