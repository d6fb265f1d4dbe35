const COLOUR = /\u001b\[[\d;]*m/g

/** To be copied: a terminal joins what it broke itself. */
const COMMAND = /: (aws|lic) /

const lengthOf = (text: string): number => text.replace(COLOUR, '').length

/**
 * One line as a terminal of this width should have it: broken between words, what follows indented by `by`. A word
 * longer than a line keeps its line, and so does a command. For terminals alone: in a log a line is a line.
 */
export function hang(line: string, width: number, by: number): readonly string[] {
  if (lengthOf(line) <= width || COMMAND.test(line)) return [line]
  const lines: string[] = []
  const indent = /^ */.exec(line)?.[0] ?? ''
  let begun = ''
  for (const word of line.slice(indent.length).split(' ')) {
    const start = lines.length === 0 ? indent : ' '.repeat(by)
    if (begun === '') begun = start + word
    else if (lengthOf(begun) + 1 + lengthOf(word) <= width) begun = `${begun} ${word}`
    else {
      lines.push(begun)
      begun = ' '.repeat(by) + word
    }
  }
  return [...lines, begun]
}
