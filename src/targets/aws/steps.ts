import type { Labelled } from './labels.ts'

/** Which key tasks are to hold: the new one, the old one again, or the one that is there. */
export type Side = 'new' | 'old' | 'current'

export type AwsStep =
  | { readonly do: 'prune'; readonly labels: readonly Labelled[] }
  /** labels that dead runs left */
  | { readonly do: 'tidy'; readonly labels: readonly Labelled[] }
  | { readonly do: 'stage' }
  | { readonly do: 'lock' }
  | { readonly do: 'take-up' }
  /** AWSCURRENT was moved by the run that is taken up */
  | { readonly do: 'stayed'; readonly on: 'new' | 'old' }
  | { readonly do: 'look-again' }
  | { readonly do: 'archive' }
  | { readonly do: 'promote' }
  | { readonly do: 'create' }
  | { readonly do: 'register' }
  | { readonly do: 'update'; readonly side: Side; readonly services: readonly string[] }
  | { readonly do: 'redeploy'; readonly side: Side; readonly services: readonly string[] }
  | { readonly do: 'follow'; readonly side: Side; readonly services: readonly string[] }
  | { readonly do: 'prove' }
  | { readonly do: 'read-again' }
  | { readonly do: 'finish' }
  | { readonly do: 'take-back' }
  | { readonly do: 'mark-failed' }
  | { readonly do: 'unlock' }
  | { readonly do: 'release-run' }
