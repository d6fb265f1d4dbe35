import type { HealthRef } from './ask.ts'

/** What of a command line the next one says again. No secret is in it. */
export interface Again {
  /** the words that judging and waiting need, to be as they are in this one */
  readonly retold: readonly string[]
  /** the verb and what it was told to put, as it would be begun anew */
  readonly begun: readonly string[]
}

/** Nothing has been said yet. */
export const NOTHING_SAID: Again = { retold: [], begun: [] }

/** The words that name the endpoints. */
export const healthWords = (all: readonly HealthRef[]): readonly string[] => [
  ...all.flatMap(({ url }) => ['--health-url', url]),
  ...all
    .slice(0, 1)
    .flatMap(({ hostName, ca }) => [
      ...(hostName === null ? [] : ['--health-host-name', hostName]),
      ...(ca === null ? [] : ['--health-ca', ca.file]),
    ]),
]
