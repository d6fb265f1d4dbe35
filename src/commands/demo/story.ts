import { EXIT, type ExitCode } from '../../model/exit.ts'

export type StoryKey = 'enterprise' | 'forged' | 'early' | 'other-org'

/** One command of the story. `{key:NAME}` is a key's file, `{health:ROLE}` a service's health URL. */
export interface Scene {
  readonly says: string
  readonly argv: readonly string[]
  readonly exit: ExitCode
}

const SECRET = 'secret:axonflow/license-key'
const HEALTH = ['--health-url', '{health:agent}', '--health-url', '{health:orchestrator}']

export const STORY: readonly Scene[] = [
  {
    says: 'the key that runs now expires in 12 days',
    argv: ['inspect', SECRET],
    exit: EXIT.done,
  },
  {
    says: 'the vendor has sent an Enterprise key: what would it change?',
    argv: ['limits', 'Professional', 'Enterprise'],
    exit: EXIT.done,
  },
  {
    says: 'what exactly would be done, and how would each step be undone?',
    argv: ['rotate', '{key:enterprise}', '--dry-run'],
    exit: EXIT.done,
  },
  {
    says: 'do it, and have both services say that they run on it',
    argv: ['rotate', '{key:enterprise}', '--yes', ...HEALTH],
    exit: EXIT.done,
  },
  {
    says: 'the gate for pipelines, from now on',
    argv: ['check', SECRET, '--expect-identity', 'acme', '--fail-on', 'warn'],
    exit: EXIT.done,
  },
  {
    says: 'a forged key: refused before anything is written',
    argv: ['rotate', '{key:forged}', '--yes'],
    exit: EXIT.refused,
  },
  {
    says: "somebody else's key: genuine, but the agents would refuse to start",
    argv: ['rotate', '{key:other-org}', '--yes'],
    exit: EXIT.refused,
  },
  {
    says: "a key signed with the vendor's next signing key, which the runtimes here do not know yet: their tasks fail",
    argv: ['rotate', '{key:early}', '--yes'],
    exit: EXIT.undone,
  },
  {
    says: 'the key of before is live again',
    argv: ['check', SECRET, '--expect-identity', 'acme'],
    exit: EXIT.done,
  },
  {
    says: 'every key that the secret has held, and what became of it',
    argv: ['history'],
    exit: EXIT.done,
  },
  {
    says: 'back to the Professional key of before',
    argv: ['rollback', '--yes'],
    exit: EXIT.done,
  },
]
