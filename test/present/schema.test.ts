import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { VERBS } from '../../src/cli/verbs.ts'
import { versionJson } from '../../src/cli/version.ts'
import type { Json } from '../../src/model/answer.ts'
import { envelopeSchema } from '../../src/present/schema/envelope.ts'
import { RESULTS } from '../../src/present/schema/results.ts'
import { run } from '../../src/run.ts'
import { fakeHost } from '../support/host.ts'
import { sandboxed } from '../support/sandboxed.ts'
import { transcripts } from '../support/transcript.ts'

/** As published, an unknown field is one that came later; here it is one that nobody has written down. */
function strict(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(strict)
  if (schema === null || typeof schema !== 'object') return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]))
  return 'type' in inner && 'properties' in inner ? { ...inner, additionalProperties: false } : inner
}

const open = new Ajv2020({ strict: true, strictRequired: false }).compile(envelopeSchema())
/** Held to the branch of one command alone, so that what is wrong is said once. */
const closedTo = new Map<string, ReturnType<Ajv2020['compile']>>()
function closed(command: string) {
  const { anyOf: _branches, ...rest } = strict(envelopeSchema()) as Record<string, Json>
  const result = Object.hasOwn(RESULTS, command) ? { $ref: `#/$defs/${command}` } : {}
  const made =
    closedTo.get(command) ??
    new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile({
      ...rest,
      allOf: [{ properties: { result } }],
    })
  closedTo.set(command, made)
  return made
}

/** What is wrong with a line, in the branch of its own command. */
function wrong(line: string): readonly string[] {
  const value = JSON.parse(line)
  const validate = closed(value.command)
  if (validate(value)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

const jsonLines = transcripts().flatMap(({ name, path }) => {
  const lines = readFileSync(path, 'utf8').split('\n')
  const at = lines.findIndex((line) => line.startsWith('$ lic'))
  const end = lines.indexOf('-- stderr')
  return lines
    .slice(at + 1, end < 0 ? undefined : end)
    .filter((line) => line.startsWith('{"schema":"lic/1"'))
    .map((line, index) => [`${name}, line ${index + 1}`, line] as const)
})

/** Every part of a schema that describes a value, with where it stands. */
function parts(schema: Json, path = ''): readonly (readonly [string, Record<string, Json>])[] {
  if (schema === null || typeof schema !== 'object') return []
  if (Array.isArray(schema)) return schema.flatMap((each, at) => parts(each, `${path}/${at}`))
  const own = schema as Record<string, Json>
  const fields = Object.entries((own.properties ?? {}) as Record<string, Json>).map(
    ([name, value]) => [`${path}/${name}`, value as Record<string, Json>] as const,
  )
  return [...fields, ...Object.entries(own).flatMap(([name, value]) => parts(value, `${path}/${name}`))]
}

describe('the schema of what --json prints', () => {
  test.each(jsonLines)('%s', (_name, line) => {
    expect(wrong(line)).toEqual([])
    expect(open(JSON.parse(line))).toBe(true)
  })

  test('there are many of them, of every command that has any', () => {
    expect(jsonLines.length).toBeGreaterThan(20)
  })

  test.each([
    ['help'],
    ['help', 'formats'],
    ['help', 'key.absent'],
    ['help', 'schema'],
    ['help', 'config'],
    ['limits'],
    ['completion', 'bash'],
    ['inspect'],
    ['check'],
    ['nonsense'],
    ['rotate', '--print-iam-policy'],
    ['redeploy', '--dry-run'],
    ['scale', 'agent', '3', '--yes'],
    ['reminders', 'file:new.key', '--ics', 'license.ics'],
    ['scale', '--print-iam-policy'],
    ['status', '--print-iam-policy'],
    ['doctor', '--print-iam-policy'],
    ['doctor', '--cluster', 'axonflow-cluster'],
    ['history'],
    ['rotate', 'file:new.key', '--dry-run'],
    ['rotate', 'file:new.key', '--yes'],
    ['diff', 'file:new.key', 'secret:axonflow/license-key'],
  ])('lic %s %s %s, as it is now', async (...argv) => {
    const { host } = await sandboxed({ told: (key) => ({ files: { 'new.key': key({ days: 365 }) } }) })
    await run([...argv, '--json'], host)
    expect(wrong(host.out())).toEqual([])
  })

  test('lic --version --json', () => {
    expect(wrong(versionJson('1.0.0', fakeHost().machine))).toEqual([])
  })

  test('every command has its result, and no other', () => {
    expect(Object.keys(RESULTS).sort()).toEqual([...Object.keys(VERBS), 'version'].sort())
  })

  test('every field is described by a sentence', () => {
    const { anyOf: _branches, ...documented } = envelopeSchema()
    const bare = parts(documented).filter(
      ([, { description }]) => typeof description !== 'string' || !/^\S.*\.$/.test(description),
    )
    expect(bare.map(([path]) => path)).toEqual([])
  })

  test('is 7-bit ASCII, and can go to a file as it is', async () => {
    const host = fakeHost()
    expect(await run(['help', 'schema'], host)).toBe(0)
    expect(/[^\n\x20-\x7e]/.test(host.out())).toBe(false)
    expect(JSON.parse(host.out())).toEqual(envelopeSchema())
  })

  test('the strict one bites: a field that is not written down, one that is missing, another kind', () => {
    const [good = ''] = jsonLines.filter(([name]) => name.startsWith('diff/as-json')).map(([, line]) => line)
    const spoil = (change: (value: Record<string, Record<string, unknown>>) => void) => {
      const value = JSON.parse(good)
      change(value)
      return [wrong(JSON.stringify(value)).length > 0, open(value)]
    }
    expect(spoil(() => {})).toEqual([false, true])
    expect(
      spoil((value) => {
        Object.assign(value.result ?? {}, { later: 1 })
      }),
    ).toEqual([true, true])
    expect(
      spoil((value) => {
        delete value.result?.worse
      }),
    ).toEqual([true, false])
    expect(
      spoil((value) => {
        Object.assign(value.result ?? {}, { tier: 'best' })
      }),
    ).toEqual([true, false])
    expect(
      spoil((value) => {
        Object.assign(value, { exitCode: 99 })
      }),
    ).toEqual([true, false])
  })
})
