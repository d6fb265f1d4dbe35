import type { Verb } from '../commands/command.ts'

interface Entry {
  readonly summary: string
  load(): Promise<Verb>
}

/** The verbs in the order help shows them; each in a chunk of its own. */
export const VERBS: Readonly<Record<string, Entry>> = {
  inspect: {
    summary: 'say everything about one key',
    load: async () => (await import('../commands/inspect.ts')).inspect,
  },
  check: {
    summary: 'judge one or many keys: a line each, one exit code',
    load: async () => (await import('../commands/check.ts')).check,
  },
  limits: {
    summary: 'show what the tiers allow',
    load: async () => (await import('../commands/limits.ts')).limits,
  },
  diff: {
    summary: 'show what changes if one key takes the place of another',
    load: async () => (await import('../commands/diff.ts')).diff,
  },
  reminders: {
    summary: 'list the dates of a key to come, and write them as a calendar',
    load: async () => (await import('../commands/reminders.ts')).reminders,
  },
  rotate: {
    summary: 'put a new key into place, and prove that it took effect',
    load: async () => (await import('../commands/rotate.ts')).rotate,
  },
  redeploy: {
    summary: 'restart the services so that they read the key again',
    load: async () => (await import('../commands/redeploy.ts')).redeploy,
  },
  rollback: {
    summary: 'go back to an archived key, the same way',
    load: async () => (await import('../commands/rollback.ts')).rollback,
  },
  scale: {
    summary: 'change how many tasks a service runs, within what the license allows',
    load: async () => (await import('../commands/scale.ts')).scale,
  },
  init: {
    summary: 'look what is there, and propose a lic.config.json',
    load: async () => (await import('../commands/init.ts')).init,
  },
  status: {
    summary: 'show what runs now: the key, the services, what the runtimes say, what is to come',
    load: async () => (await import('../commands/status.ts')).status,
  },
  watch: {
    summary: 'look again and again, and tell what changes; metrics for Prometheus and CloudWatch',
    load: async () => (await import('../commands/watch.ts')).watch,
  },
  history: {
    summary: 'list the versions of a secret: whose keys, how long they last, which is live',
    load: async () => (await import('../commands/history.ts')).history,
  },
  scan: {
    summary: 'find license keys where they do not belong: files, staged changes',
    load: async () => (await import('../commands/scan.ts')).scan,
  },
  doctor: {
    summary: 'find out why a license is not recognised',
    load: async () => (await import('../commands/doctor.ts')).doctor,
  },
  render: {
    summary: "print what wires a product's license: for ECS, CloudFormation, Compose, .env, Helm",
    load: async () => (await import('../commands/render.ts')).render,
  },
  sandbox: {
    summary: 'run an AWS and licensed runtimes on this machine, to try things',
    load: async () => (await import('../commands/sandbox.ts')).sandbox,
  },
  demo: {
    summary: 'watch the whole story in the sandbox, in under a minute',
    load: async () => (await import('../commands/demo.ts')).demo,
  },
  completion: {
    summary: 'print what bash, zsh or fish need to complete command lines of lic',
    load: async () => (await import('./completion.ts')).completion,
  },
  help: {
    summary: 'explain a topic: exit codes, sources, formats, how rotation works',
    load: async () => (await import('../commands/help.ts')).help,
  },
}
