/** `look-again`: it still says what it said when the plan was made. */
export type AdminStep =
  | { readonly do: 'look-again' }
  | { readonly do: 'promote' }
  | { readonly do: 'prove'; readonly side: 'new' | 'old' }
  | { readonly do: 'take-back' }
