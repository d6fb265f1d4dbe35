import { run } from '../../src/run.ts'
import type { FakeHost, World as Told } from '../support/host.ts'
import { type Sandboxed, sandboxed } from '../support/sandboxed.ts'

/** A command line of a row; `{key}` in it stands for the key itself, `{url}` for the agent's /health. */
export type Line = readonly string[]

const DEPLOYING: readonly Line[] = [
  ['--dry-run'],
  ['--yes'],
  ['--yes', '--health-url', '{url}', '--prove', 'health'],
  ['--print-iam-policy'],
  ['--dry-run', '--secret', 'not/there'],
  ['--dry-run', '--service', 'not-there'],
]

const with_ = (words: Line, lines: readonly Line[]): readonly Line[] =>
  lines.map((line) => [...words, ...line])

/**
 * What each verb is tried with, in a world that has the documents' deployment, a better key in `new.key` and `$NEW_KEY`,
 * one in the ambient variable, and one on standard input. A verb without a row fails the tests that go over all of them.
 */
export const ROWS: Readonly<Record<string, readonly Line[]>> = {
  inspect: [[], ['-'], ['file:new.key'], ['env:NEW_KEY'], ['secret:axonflow/license-key'], ['{key}']],
  check: [
    [],
    ['-'],
    ['--lines', '-'],
    ['file:new.key', 'env:NEW_KEY', 'secret:axonflow/license-key'],
    ['{key}'],
    ['secret:not/there'],
    ['--format-only', 'file:new.key'],
  ],
  limits: [[], ['Enterprise'], ['Professional', 'Plus'], ['file:new.key'], ['secret:axonflow/license-key']],
  diff: [
    ['file:new.key', 'secret:axonflow/license-key'],
    ['-', 'env:NEW_KEY'],
    ['{key}', 'file:new.key'],
  ],
  scan: [['-'], ['-', '--output', 'sarif'], ['{key}']],
  init: [[], ['--cluster', 'not-there'], ['{key}']],
  completion: [['bash'], ['{key}']],
  rotate: [
    ...with_(['file:new.key'], DEPLOYING),
    ['file:new.key', '--dotenv', 'new.key', '--dry-run'],
    ['file:new.key', '--dotenv', 'new.env', '--create', '--yes'],
    ['file:new.key', '--admin-url', 'https://127.0.0.1:9', '--admin-token', 'env:NEW_KEY', '--yes'],
    ['file:new.key', '--admin-url', 'https://127.0.0.1:9', '--admin-token', '{key}', '--yes'],
    ['env:NEW_KEY', '--yes'],
    ['-', '--yes'],
    ['{key}', '--yes'],
    ['--resume'],
    ['--abandon'],
  ],
  redeploy: DEPLOYING,
  rollback: [...DEPLOYING, ['--to', '{key}']],
  reminders: [
    [],
    ['--secret', 'axonflow/license-key'],
    ['-', '--ics', 'license.ics'],
    ['file:new.key', '--ics', 'license.ics'],
    ['secret:axonflow/license-key'],
    ['{key}'],
    ['file:new.key', '--ics', '{key}'],
  ],
  scale: [
    ['agent', '3', '--dry-run'],
    ['agent', '3', '--yes', '--health-url', '{url}'],
    ['agent', '12', '--yes', '--health-url', '{url}'],
    ['--to-fit', '--yes'],
    ['agent', '3', '--print-iam-policy'],
    ['agent', '3', '--dry-run', '--secret', 'not/there'],
    ['agent', '3', '--dry-run', '--service', 'not-there'],
    ['{key}', '3'],
    ['agent', '{key}'],
  ],
  status: [
    [],
    ['--health-url', '{url}'],
    ['--dotenv', 'new.env'],
    ['--admin-url', 'https://127.0.0.1:9', '--admin-token', '{key}'],
    ['--secret', 'not/there'],
    ['--secret', '{key}'],
    ['--all'],
    ['{key}'],
  ],
  watch: [
    ['--for', '1s'],
    ['--for', '1s', '--health-url', '{url}', '--metrics-file', 'lic.prom'],
    ['--for', '1s', '--metrics-file', '{key}'],
    ['--for', '{key}'],
    ['{key}'],
  ],
  history: [[], ['--secret', 'not/there']],
  doctor: [
    [],
    ['--health-url', '{url}'],
    ['--dotenv', 'new.key'],
    ['--dotenv', 'not-there'],
    ['--expect-identity', 'other'],
    ['--cluster', 'axonflow-cluster'],
    ['{key}'],
  ],
  render: [
    ['--as', 'ecs-secrets', '--product', 'axonflow'],
    ['--as', 'cloudformation', '--product', 'axonflow'],
    ['--as', 'compose', '--product', 'axonflow'],
    ['--as', 'dotenv', '--product', 'axonflow'],
    ['--as', 'dotenv', '--product', 'axonflow', '--with-value', 'secret:not/there'],
    ['--as', 'ecs-secrets', '--product', 'axonflow', '--with-value', 'file:new.key'],
    ['{key}'],
  ],
  sandbox: [['{key}'], ['issue', '--org', 'acme']],
  demo: [['--pause', '{key}']],
  help: [[], ['exit-codes'], ['key.signature-invalid'], ['{key}']],
}

/** Each line of each row, with the verb in front. */
export const everyLine = (): readonly (readonly [line: string, argv: Line])[] =>
  Object.entries(ROWS).flatMap(([verb, lines]) =>
    lines.map((line) => [['lic', verb, ...line].join(' '), [verb, ...line]] as const),
  )

export interface Played {
  readonly code: number
  readonly out: string
  readonly err: string
  /** the keys that were about: none of them may be seen */
  readonly keys: readonly string[]
  readonly host: FakeHost
}

type Options = NonNullable<Parameters<typeof sandboxed>[0]>

/** Runs one line in that world. @param spoil what is done to the host before */
export async function playLine(
  argv: Line,
  options: Options = {},
  spoil: (host: FakeHost, world: Sandboxed) => FakeHost = (host) => host,
): Promise<Played> {
  let key = ''
  const told = (make: Sandboxed['key']): Omit<Told, 'aws'> => {
    key = make({ days: 400 })
    const given = typeof options.told === 'function' ? options.told(make) : options.told
    return {
      files: { 'new.key': key },
      stdin: key,
      ...given,
      env: { NEW_KEY: key, AXONFLOW_LICENSE_KEY: key, ...given?.env },
    }
  }
  const world = await sandboxed({ ...options, told })
  const host = spoil(world.host, world)
  const words = argv.map((word) => word.replace('{key}', key).replace('{url}', 'http://agent/health'))
  const code = await run(words, host)
  const keys = [key, ...world.world().secrets.flatMap((secret) => secret.versions.map(textOf))]
  return { code, out: host.out(), err: host.err(), keys, host }
}

const textOf = ({ content }: { readonly content: { readonly kind: string; readonly text?: string } }) =>
  content.text ?? ''

/** Parts of a key that would give it away: its payload, its signature, the base64 and hex of it. */
export function traces(text: string, keys: readonly string[]): readonly string[] {
  const found: string[] = []
  for (const key of keys) {
    if (key === '') continue
    const parts = [key.slice(5, 45), key.slice(-40)]
    const spelt = parts.flatMap((part) => [
      part,
      Buffer.from(part).toString('hex'),
      Buffer.from(part).toString('hex').replace(/../g, '$& ').trim().slice(0, 59),
      Buffer.from(part).toString('base64').slice(0, 40),
    ])
    found.push(...spelt.filter((part) => text.includes(part)))
  }
  return found
}
