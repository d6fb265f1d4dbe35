import { CODES } from '../model/codes.ts'
import { EXIT, type ExitCode, worst } from '../model/exit.ts'
import type { Finding } from '../model/finding.ts'
import type { Shown } from '../model/visible.ts'
import { says } from '../model/visible.ts'
import { aws, beside, clock, health, settings, trust } from './checks/around.ts'
import { characters } from './checks/characters.ts'
import { composeConfig, composeFile, containers } from './checks/containers.ts'
import { dotenv } from './checks/dotenv.ts'
import { spelling, variable } from './checks/here.ts'
import { identity, key } from './checks/key.ts'
import { asSeen, found, type Result } from './examined.ts'
import type { Facts } from './facts.ts'

/** Every check, in the order in which a license gets from a mail into a process; the first that fails is the cause. */
export const CHECKS = {
  variable: ['variable set here', variable],
  spelling: ['its spelling', spelling],
  characters: ['stray characters', characters],
  dotenv: ['.env for Compose', dotenv],
  'compose-file': ['Compose file', composeFile],
  'compose-config': ['what Compose would pass', composeConfig],
  containers: ['running containers', containers],
  'task-definition': ['task definitions', ({ aws: seen }) => asSeen(seen.definitions)],
  secret: ['secret', ({ aws: seen }) => asSeen(seen.secret)],
  key: ['the key itself', key],
  identity: ['whose key', identity],
  beside: ['other variables', beside],
  tasks: ['running tasks', ({ aws: seen }) => asSeen(seen.tasks)],
  log: ['what its log says', ({ log }) => asSeen(log)],
  refusals: ['tasks that refused', ({ aws: seen }) => asSeen(seen.refusals)],
  clock: ['clock', clock],
  trust: ['trusted public keys', trust],
  health: ['health endpoint', health],
  aws: ['AWS identity, Region', aws],
  network: ['endpoints, proxies', ({ network }) => found(network.says, network.findings)],
  settings: ['settings', settings],
} as const satisfies Record<string, readonly [title: string, check: (facts: Facts) => Result]>

export type CheckName = keyof typeof CHECKS
export const CHECK_NAMES = Object.keys(CHECKS) as readonly CheckName[]

export interface Examined extends Result {
  readonly check: CheckName
  readonly title: Shown
}

/** The one thing to mend first. */
export interface Cause {
  readonly check: CheckName
  readonly finding: Finding
}

export interface Diagnosis {
  readonly examined: readonly Examined[]
  /** null: nothing failed, and nothing that was asked for was out of reach */
  readonly cause: Cause | null
  readonly exitCode: ExitCode
}

/** What the facts mean. Never throws; there is exactly one cause where anything failed. */
export function diagnose(facts: Facts): Diagnosis {
  const examined = CHECK_NAMES.map((name): Examined => {
    const [title, check] = CHECKS[name]
    return { check: name, title: says`${title}`, ...check(facts) }
  })
  return { examined, cause: causeOf(examined), exitCode: worst(examined.map(exitOf)) }
}

/**
 * What failed goes before what was out of reach, and that before what has drifted. That nobody could prove a key is
 * no cause: its product may.
 */
function causeOf(examined: readonly Examined[]): Cause | null {
  const failed = firstOf(examined, 'failed', ({ severity }) => severity === 'error')
  const unreached = firstOf(
    examined.filter(({ check }) => check !== 'key'),
    'not-checked',
    () => true,
  )
  const drifted = firstOf(
    examined,
    'attention',
    ({ severity, code }) => severity === 'warning' && exitCodeOf(code) === EXIT.drift,
  )
  return failed ?? unreached ?? drifted
}

function firstOf(
  examined: readonly Examined[],
  state: Result['state'],
  fits: (finding: Finding) => boolean,
): Cause | null {
  for (const { check, state: is, findings } of examined) {
    const finding = is === state ? findings.find(fits) : undefined
    if (finding !== undefined) return { check, finding }
  }
  return null
}

const exitOf = ({ findings }: Result): ExitCode =>
  worst(findings.filter(({ severity }) => severity !== 'note').map(({ code }) => exitCodeOf(code)))

/** As findings of a deployment count here: nothing was refused or undone, it has only been seen. */
function exitCodeOf(code: Finding['code']): ExitCode {
  const exit = CODES[code]
  return exit === EXIT.done || (exit >= EXIT.expiresSoon && exit < EXIT.refused) ? exit : EXIT.drift
}
