import { Document, Scalar } from 'yaml'
import type { Shown } from '../../model/visible.ts'

/** Text of several lines, each as it is. */
export function block(text: string): Scalar<string> {
  const scalar = new Scalar(text)
  scalar.type = Scalar.BLOCK_LITERAL
  return scalar
}

/** In double quotes, on one line, line breaks as `\n`. */
export function quoted(text: string): Scalar<string> {
  const scalar = new Scalar(text)
  scalar.type = Scalar.QUOTE_DOUBLE
  return scalar
}

/** With one of CloudFormation's short tags: `!Sub "…"`, `!Ref Name`. */
export function tagged(tag: '!Sub' | '!Ref', text: string): Scalar<string> {
  const scalar = tag === '!Sub' ? quoted(text) : new Scalar(text)
  scalar.tag = tag
  return scalar
}

/** A YAML document, comments first. */
export function yamlText(value: unknown, comments: readonly Shown[]): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  document.commentBefore = comments.map((line) => ` ${line}`).join('\n')
  return document.toString({ lineWidth: 0, doubleQuotedAsJSON: true })
}
