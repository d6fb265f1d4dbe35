import { word } from '../../model/shell-word.ts'
import type { Shown } from '../../model/visible.ts'

export { word }

/** Where a command must go, whatever the reader's own environment says. */
export interface Place {
  readonly region: string
  readonly profile: string | null
}

/** A command of the AWS command line, versions 1 and 2, as it can be run. */
export const awsCommand = ({ region, profile }: Place, ...words: readonly string[]): Shown =>
  ['aws', ...words, ...(profile === null ? [] : ['--profile', profile]), '--region', region]
    .map(word)
    .join(' ') as Shown
