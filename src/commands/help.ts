import type { Answer } from '../model/answer.ts'
import { CODES } from '../model/codes.ts'
import { LicError } from '../model/lic-error.ts'
import { says } from '../model/visible.ts'
import { codePage, codePageJson, codeTopic } from '../present/help/codes.ts'
import { contents, TOPIC_NAMES, topicNamed } from '../present/help/index.ts'
import { type Topic, topicJson, topicText } from '../present/help/topic.ts'
import { toPrettyJson } from '../present/json.ts'
import type { Schema } from '../present/schema/json-schema.ts'
import type { Context, Verb } from './command.ts'

export const help: Verb = {
  uses: [],
  define(flags) {
    flags.argument('[topic or code]', `a topic: ${TOPIC_NAMES.join(', ')}; or a code`, {
      choices: [...TOPIC_NAMES, ...Object.keys(CODES)],
    })
  },
  async run(context, [name]) {
    if (name === undefined) return page(contents, context)
    const schema = await schemaNamed(name)
    if (schema !== null) return schemaPage(schema)
    if (name === 'metrics') return rulesPage()
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

/** For editors and validators, so that it can go to a file as it is. */
const schemaPage = (schema: Schema): Answer => ({
  exitCode: 0,
  result: schema,
  text: () => toPrettyJson(schema),
  asides: [],
})

/** The same for Prometheus. */
async function rulesPage(): Promise<Answer> {
  const { ALERT_RULES } = await import('../present/help/alert-rules.ts')
  return { exitCode: 0, result: { rules: ALERT_RULES }, text: () => ALERT_RULES, asides: [] }
}

async function schemaNamed(name: string): Promise<Schema | null> {
  if (name === 'config') return (await import('../present/schema/config.ts')).configSchema()
  if (name === 'schema') return (await import('../present/schema/envelope.ts')).envelopeSchema()
  return null
}

const unknownTopic = (name: string): LicError =>
  new LicError(
    'usage.argument',
    /^[a-z][a-z.-]{0,40}$/.test(name) ? says`no help on ${name}` : says`no help on that`,
    says`the topics are: ${TOPIC_NAMES.join(', ')}`,
    /^\d+$/.test(name)
      ? says`for an exit code: lic help exit-codes`
      : says`for a command: lic COMMAND --help`,
  )
