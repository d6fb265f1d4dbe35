import type { Answer } from '../model/answer.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { codePage, codePageJson, codeTopic } from '../present/help/codes.ts'
import { contents, TOPICS, topicNamed } from '../present/help/index.ts'
import { type Topic, topicJson, topicText } from '../present/help/topic.ts'
import type { Context, Verb } from './command.ts'

export const help: Verb = {
  uses: [],
  define(flags) {
    flags.argument('[topic or code]', `a topic: ${TOPICS.map(({ name }) => name).join(', ')}; or a code`)
  },
  async run(context, [name]) {
    if (name === undefined) return page(contents, context)
    const topic = topicNamed(name)
    if (topic !== null) return page(topic, context)
    const code = codePage(name)
    if (code === null) throw unknownTopic(name)
    return { ...page(codeTopic(code), context), result: codePageJson(code) }
  },
}

const page = (topic: Topic, { look, paint }: Context): Answer => ({
  exitCode: 0,
  result: topicJson(topic),
  text: () => topicText(topic, look, paint),
  asides: [],
})

const unknownTopic = (name: string): LicError =>
  new LicError(
    'usage.argument',
    /^[a-z][a-z.-]{0,40}$/.test(name) ? says`no help on ${name}` : says`no help on that`,
    says`the topics are: ${TOPICS.map((topic) => topic.name).join(', ')}`,
    says`for a command: lic COMMAND --help`,
  )
