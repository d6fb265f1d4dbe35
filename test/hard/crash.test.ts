import { describe, expect, test } from 'vitest'
import { EXIT } from '../../src/model/exit.ts'
import type { FakeHost } from '../support/host.ts'
import type { Sandboxed } from '../support/sandboxed.ts'
import { everyLine, playLine, traces } from './every-verb.ts'

type Call = (...args: unknown[]) => unknown

/** What is thrown, and how it is asked to be told: an error with a key in all that it can carry; or the key itself. */
const THROWN: readonly (readonly [string, string[], (key: string) => unknown])[] = [
  [
    'an error that quotes the key',
    ['--debug'],
    (key) =>
      Object.assign(new TypeError(`cannot read ${key}`), { code: key, path: key, name: key, input: key }),
  ],
  ['the key itself', ['--json', '--debug'], (key) => key],
]

/** A host whose outward call number `at` throws, and how many calls there were. */
function crashing(at: number, thrown: (key: string) => unknown) {
  const told = { calls: 0, crashed: '' }
  const wrap = (name: string, call: Call, key: string): Call =>
    function (this: unknown, ...args) {
      told.calls++
      if (told.calls !== at) return call.apply(this, args)
      told.crashed = name
      throw thrown(key)
    }
  const all = <T extends object>(of: T, prefix: string, key: string): T =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(Object.getOwnPropertyDescriptors(of)).map(([name, is]) => [
          name,
          typeof is.value === 'function'
            ? { ...is, value: wrap(`${prefix}.${name}`, is.value as Call, key) }
            : is,
        ]),
      ),
    ) as T
  const spoil = (host: FakeHost, { key }: Sandboxed): FakeHost => {
    const canary = key({ days: 399 })
    const { stdin, files, aws, get, now, sleep, random } = host
    const outward = all({ get, now, sleep, random }, 'host', canary)
    return {
      ...host,
      ...outward,
      stdin: all(stdin, 'stdin', canary),
      files: all(files, 'files', canary),
      aws: async (settings) => {
        const real = await aws(settings)
        const caller = wrap('aws.caller', real.caller as Call, canary) as typeof real.caller
        return {
          ...real,
          caller,
          secrets: all(real.secrets, 'secrets', canary),
          ecs: all(real.ecs, 'ecs', canary),
          logs: all(real.logs, 'logs', canary),
        }
      },
    }
  }
  return { told, spoil }
}

/** Which calls of so many are tried: all of the first, then ever fewer. */
function* spread(calls: number): Iterable<number> {
  for (let at = 1; at <= calls; at += at < 8 ? 1 : Math.ceil(at / 3)) yield at
}

/** Before anything is written a fault is a fault; after that the report says where the rotation stands. */
describe.each(everyLine())('%s, when something throws that must not', (_name, argv) => {
  test.each(THROWN)('%s %j', async (_what, flags, thrown) => {
    /** one form or the other */
    const more = argv.includes('--output') ? flags.filter((flag) => flag !== '--json') : flags
    const counted = crashing(0, thrown)
    await playLine(argv, {}, counted.spoil)
    for (const at of spread(counted.told.calls)) {
      const { told, spoil } = crashing(at, thrown)
      const { code, out, err, keys } = await playLine([...argv, ...more], {}, spoil)
      expect([told.crashed, ...traces(out + err, keys)]).toEqual([told.crashed])
      expect([told.crashed, code === EXIT.fault || code === EXIT.unfinished]).toEqual([told.crashed, true])
      if (more.includes('--json'))
        expect(JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
          ok: false,
          exitCode: code,
        })
    }
  })
})
