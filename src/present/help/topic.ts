import type { Json } from '../../model/answer.ts'
import { fold } from '../fold.ts'
import type { Look, Paint } from '../look.ts'

/** A page of `lic help`: our own words only. */
export interface Topic {
  readonly name: string
  readonly title: string
  readonly intro: readonly string[]
  readonly sections: readonly TopicSection[]
}

export interface TopicSection {
  readonly title: string
  /** a term and what it means */
  readonly entries: readonly (readonly [term: string, says: string])[]
}

/** `{ topic, title, intro, sections: [{ title, entries: [{ term, says }] }] }` */
export const topicJson = ({ name, title, intro, sections }: Topic): Json => ({
  topic: name,
  title,
  intro,
  sections: sections.map((section) => ({
    title: section.title,
    entries: section.entries.map(([term, says]) => ({ term, says })),
  })),
})

const WIDEST_TERM = 26
const WIDEST_PAGE = 110

/** A page for people; on a terminal, lines are broken between words to fit it. */
export function topicText({ title, intro, sections }: Topic, look: Look, paint: Paint): string {
  const width = look.terminal ? Math.min(look.width, WIDEST_PAGE) : Number.POSITIVE_INFINITY
  const lines = [
    paint('strong', title),
    ...(intro.length > 0 ? [''] : []),
    ...intro.flatMap((line) => fold(line, width)),
    ...sections.flatMap((section) => ['', paint('strong', section.title), ...entryLines(section, width)]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function entryLines({ entries }: TopicSection, width: number): readonly string[] {
  const terms = entries.map(([term]) => term.length)
  const column = Math.min(WIDEST_TERM, Math.max(0, ...terms))
  const narrow = width < column + 40
  const endless = width === Number.POSITIVE_INFINITY
  return entries.flatMap(([term, says]) => {
    if (says === '') return indented(term, 2, width)
    if (narrow || (term.length > column && !endless))
      return [`  ${term}`, ...indented(says, narrow ? 6 : column + 4, width)]
    const [first = '', ...rest] = indented(says, column + 4, width)
    return [`  ${term.padEnd(column)}  ${first.trimStart()}`, ...rest]
  })
}

const indented = (text: string, by: number, width: number): readonly string[] =>
  fold(text, width - by).map((line) => ' '.repeat(by) + line)
