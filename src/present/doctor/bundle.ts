import type { Diagnosis } from '../../doctor/diagnose.ts'
import type { Facts } from '../../doctor/facts.ts'
import { holdsKey } from '../../input/may-show.ts'
import type { Json } from '../../model/answer.ts'
import { type Instant, toIso } from '../../model/instant.ts'
import { type Shown, says, visible } from '../../model/visible.ts'
import { toPrettyJson } from '../json.ts'
import { type Entry, entryLines } from '../section.ts'
import { doctorJson } from './json.ts'

/** What a bundle says beside the diagnosis. */
export interface About {
  readonly version: string
  readonly node: string
  readonly os: string
  readonly made: Instant
}

const REMOVED = '(removed: it looks like a key)'

/** The file, for people: one field a line, 7-bit. No key, token or secret is in it, nor the value of a variable but of one that names whom a key is for. */
export const bundleText = (facts: Facts, diagnosis: Diagnosis, about: About): string =>
  toPrettyJson(
    scrubbed({
      schema: 'lic-bundle/1',
      about:
        'Made by lic doctor --bundle for whoever helps with a license. It holds no key and no secret; names of organizations, services and hosts are in it.',
      lic: about.version,
      node: visible(about.node),
      os: visible(about.os),
      made: toIso(about.made),
      exitCode: diagnosis.exitCode,
      diagnosis: doctorJson(facts, diagnosis),
      variables: facts.variables.map(({ name, is }) => ({ name, is })),
      settings: facts.settings.map(({ setting, value, from }) => ({
        setting: visible(setting),
        value,
        from,
      })),
    }),
  )

/** The last line of defence: whatever looks like a key is not passed on, wherever it came from. */
function scrubbed(value: Json): Json {
  if (typeof value === 'string') return holdsKey(value) ? REMOVED : value
  if (Array.isArray(value)) return value.map(scrubbed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [holdsKey(name) ? REMOVED : name, scrubbed(held as Json)]),
  )
}

/** What it would hold, before it is written. */
export function bundleLines(facts: Facts, { examined }: Diagnosis, path: Shown): readonly Shown[] {
  const names = facts.variables.map(({ name }) => name).join(', ')
  const entries: readonly Entry[] = [
    ['versions', 'of lic, Node.js and the operating system'],
    ['checks', `${examined.length}, each as it is told here, with what was found`],
    ['keys', keysWords(facts)],
    ['variables', names === '' ? 'none' : `that they are set, not what to: ${names}`],
    [
      'settings',
      facts.settings.length === 0 ? 'none' : `${facts.settings.length}, with where each comes from`,
    ],
    ['names', 'organizations, services, secrets, files and hosts, as they stand in the checks'],
  ]
  return [
    says`${path} would hold`,
    ...(entryLines(entries) as readonly Shown[]),
    says`and no key, no token, no password, and no other variable of a container`,
  ]
}

const keysWords = ({ holdings }: Facts): string =>
  holdings.length === 0
    ? 'none'
    : `where ${holdings.length === 1 ? 'the one' : `${holdings.length}`} stand${holdings.length === 1 ? 's' : ''}, what it is worth, and what it says of itself`
