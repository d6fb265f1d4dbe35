/** One `NAME=value` of a file of variables; positions count characters, which are bytes here. */
export interface Assignment {
  readonly name: string
  /** the value as it is written, quotes included */
  readonly start: number
  readonly end: number
  readonly line: number
}

const NAME = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y
const LINE_END = /\r\n|\n|\r/g

/**
 * The assignments of a file as Docker Compose and dotenv read them: values in quotes may span lines, others end at
 * a comment or at the end of the line.
 *
 * @param text one character a byte
 */
export function assignments(text: string): readonly Assignment[] {
  const found: Assignment[] = []
  let line = 1
  for (let at = 0; at < text.length; ) {
    NAME.lastIndex = at
    const match = NAME.exec(text)
    let next = at
    if (match) {
      const start = NAME.lastIndex
      const end = valueEnd(text, start)
      found.push({ name: match[1] ?? '', start, end, line })
      next = end
    }
    const until = lineEnd(text, next)
    line += count(text, at, until)
    at = until
  }
  return found
}

const QUOTED = /'[^']*'|"(?:\\[\s\S]|[^"\\])*"|`[^`]*`/y
const BARE = /[^\r\n]*?(?=[ \t]*(?:[ \t]#|\r|\n|$))/y

function valueEnd(text: string, start: number): number {
  QUOTED.lastIndex = start
  if (QUOTED.test(text)) return QUOTED.lastIndex
  BARE.lastIndex = start
  return BARE.test(text) ? BARE.lastIndex : start
}

/** Behind the end of the line that a position is in. */
function lineEnd(text: string, from: number): number {
  LINE_END.lastIndex = from
  return LINE_END.test(text) ? LINE_END.lastIndex : text.length
}

const count = (text: string, from: number, until: number): number =>
  text.slice(from, until).match(LINE_END)?.length ?? 0
