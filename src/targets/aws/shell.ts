import { type Shown, visible } from '../../model/visible.ts'

/** Where a command must go, whatever the reader's own environment says. */
export interface Place {
  readonly region: string
  readonly profile: string | null
}

/** A word as a shell takes it. */
export const word = (text: string): Shown =>
  /^[\w@%+=:,./-]+$/.test(text) ? visible(text) : (`'${text.split("'").map(visible).join("'\\''")}'` as Shown)

/** A command of the AWS command line, versions 1 and 2, as it can be run. */
export const awsCommand = ({ region, profile }: Place, ...words: readonly string[]): Shown =>
  ['aws', ...words, ...(profile === null ? [] : ['--profile', profile]), '--region', region]
    .map(word)
    .join(' ') as Shown
