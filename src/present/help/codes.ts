import type { Json } from '../../model/answer.ts'
import { CODES, type Code } from '../../model/codes.ts'
import type { ExitCode } from '../../model/exit.ts'
import type { Explanation } from '../explain/explanation.ts'
import { EXPLANATIONS } from '../explain/index.ts'
import type { Topic } from './topic.ts'

const all = Object.keys(CODES) as Code[]
const areaOf = (code: string): string => code.slice(0, code.indexOf('.'))

/** Every code a message can carry, by area; or those of one area. */
export function codes(area?: string): Topic {
  const areas = [...new Set(all.map(areaOf))].filter((name) => area === undefined || name === area)
  return {
    name: area ?? 'codes',
    title: area === undefined ? 'codes of messages' : `codes that begin with ${area}.`,
    intro: [
      'Each message has a stable code in square brackets. lic help CODE says how it comes about and what to do.',
    ],
    sections: areas.map((name) => ({
      title: name,
      entries: all.filter((code) => areaOf(code) === name).map((code) => [code, summary(code)] as const),
    })),
  }
}

export const areas = (): readonly string[] => [...new Set(all.map(areaOf))]

/** The first sentence of a code's cause, and the exit code it leads to. */
function summary(code: Code): string {
  const first = EXPLANATIONS[code].cause.split(/(?<=\.) /)[0]?.replace(/\.$/, '') ?? ''
  const exit = CODES[code] === 0 ? '' : `(exit code ${CODES[code]})`
  return [first, exit].filter((part) => part !== '').join(' ')
}

export interface CodePage {
  readonly code: Code
  readonly exitCode: ExitCode
  readonly explanation: Explanation
}

/** What is known of one code; null for what is no code. */
export function codePage(name: string): CodePage | null {
  const code = all.find((each) => each === name)
  return code === undefined ? null : { code, exitCode: CODES[code], explanation: EXPLANATIONS[code] }
}

export const codePageJson = ({ code, exitCode, explanation }: CodePage): Json => ({
  code,
  exitCode,
  cause: explanation.cause,
  cure: explanation.cure,
})

/** One code as a page: how it comes about, what to do, what it leads to. */
export const codeTopic = ({ code, exitCode, explanation }: CodePage): Topic => ({
  name: code,
  title: code,
  intro: [],
  sections: [
    { title: 'cause', entries: [[explanation.cause, '']] },
    { title: 'cure', entries: [[explanation.cure, '']] },
    {
      title: 'exit code',
      entries: [
        [exitCode === 0 ? 'none: it makes no verdict worse' : `${exitCode}, where it is an error`, ''],
      ],
    },
  ],
})
