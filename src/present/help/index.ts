import { areas, codes } from './codes.ts'
import { environment } from './environment.ts'
import { exitCodes } from './exit-codes.ts'
import { files } from './files.ts'
import { formats } from './formats.ts'
import { rotation } from './rotation.ts'
import { sandboxes } from './sandboxes.ts'
import { sources } from './sources.ts'
import type { Topic } from './topic.ts'

/** The pages of `lic help`, in the order they are listed. */
export const TOPICS: readonly Topic[] = [
  exitCodes,
  sources,
  environment,
  formats,
  rotation,
  files,
  sandboxes,
  codes(),
]

/** Printed as other programs read them: JSON Schemas, rules of Prometheus. */
const FOR_PROGRAMS = [
  ['schema', 'what --json prints, as a JSON Schema'],
  ['config', 'lic.config.json, as a JSON Schema'],
  ['metrics', 'the metrics of lic watch, as alert rules of Prometheus'],
] as const

export const TOPIC_NAMES: readonly string[] = [
  ...TOPICS.map(({ name }) => name),
  ...FOR_PROGRAMS.map(([name]) => name),
]

const ALSO: Readonly<Record<string, string>> = { json: 'formats', exit: 'exit-codes', rotate: 'rotation' }

/** A page by its name; null where there is none. */
export function topicNamed(name: string): Topic | null {
  const wanted = Object.hasOwn(ALSO, name) ? ALSO[name] : name
  const topic = TOPICS.find((each) => each.name === wanted)
  return topic ?? (areas().includes(name) ? codes(name) : null)
}

/** What `lic help` alone prints. */
export const contents: Topic = {
  name: 'contents',
  title: 'topics',
  intro: [],
  sections: [
    {
      title: 'lic help TOPIC',
      entries: [...TOPICS.map(({ name, title }) => [name, title] as const), ...FOR_PROGRAMS],
    },
    {
      title: 'lic help CODE',
      entries: [['such as key.signature-invalid', 'cause and cure of a message']],
    },
    { title: 'lic COMMAND --help', entries: [['such as lic inspect --help', 'what a command takes']] },
  ],
}
