import type { CommandScene, Stage } from '../../commands/demo/stage.ts'
import type { Host } from '../../host/host.ts'
import { EXIT } from '../../model/exit.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'

/** The story of a key in AWS Secrets Manager, with the deployment of the documents. */
export async function onAws({ now }: Host): Promise<Stage> {
  const sandbox = await startSandbox({ now, key: { tier: 'Professional', org: 'acme', days: 12 } })
  return {
    opening: `an AWS on ${sandbox.endpoint}, with two licensed services in it; nothing leaves this machine`,
    onward: 'lic sandbox',
    env: sandbox.env,
    files: filesOf(sandbox),
    names: sandbox.healthUrls,
    scenes: SCENES.map((scene) => ({ kind: 'command', ...scene })),
    visited: null,
    close: () => sandbox.close(),
  }
}

const filesOf = ({ issue }: Sandbox): Stage['files'] => ({
  'enterprise.key': issue({ tier: 'Enterprise', org: 'acme', days: 365 }),
  'forged.key': issue({ tier: 'Enterprise', org: 'acme', days: 365, forged: true }),
  'early.key': issue({ tier: 'Plus', org: 'acme', days: 400, early: true }),
  'other-org.key': issue({ tier: 'Enterprise', org: 'globex', days: 365 }),
})

const SECRET = 'secret:axonflow/license-key'
const HEALTH = ['--health-url', '{agent}', '--health-url', '{orchestrator}']

const SCENES: readonly Omit<CommandScene, 'kind'>[] = [
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
    argv: ['rotate', '{file:enterprise.key}', '--dry-run'],
    exit: EXIT.done,
  },
  {
    says: 'do it, and have both services say that they run on it',
    argv: ['rotate', '{file:enterprise.key}', '--yes', ...HEALTH],
    exit: EXIT.done,
  },
  {
    says: 'the gate for pipelines, from now on',
    argv: ['check', SECRET, '--expect-identity', 'acme', '--fail-on', 'warn'],
    exit: EXIT.done,
  },
  {
    says: 'a forged key: refused before anything is written',
    argv: ['rotate', '{file:forged.key}', '--yes'],
    exit: EXIT.refused,
  },
  {
    says: "somebody else's key: genuine, but the agents would refuse to start",
    argv: ['rotate', '{file:other-org.key}', '--yes'],
    exit: EXIT.refused,
  },
  {
    says: "a key signed with the vendor's next signing key, which the runtimes here do not know yet: their tasks fail",
    argv: ['rotate', '{file:early.key}', '--yes'],
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
