import type { Instant } from '../model/instant.ts'
import type { Host } from './host.ts'
import { takeEnvironment } from './node-env.ts'
import { nodeFiles } from './node-files.ts'
import { nodeInput } from './node-input.ts'
import { isTerminal, nodeOutput } from './node-output.ts'

/** The real world. Everything heavy is loaded when it is first asked for. */
export function nodeHost(process: NodeJS.Process): Host {
  const env = takeEnvironment(process)
  const stdin = nodeInput(process, isTerminal(process, 0))
  const stderr = nodeOutput(process, 2)
  return {
    env,
    stdin,
    stdout: nodeOutput(process, 1),
    stderr,
    get machine() {
      const cores = process.getBuiltinModule('node:os').availableParallelism()
      return { node: process.version, os: process.platform, cores }
    },
    files: nodeFiles(process.cwd, () => process.getBuiltinModule('node:os').tmpdir()),
    tree: async () => (await import('./node-tree.ts')).nodeTree(),
    glob: async (pattern) => (await import('./node-glob.ts')).filesMatching(pattern, process.cwd()),
    git: async (args, how) => (await import('./node-git.ts')).runGit(process, args, how),
    docker: async (args, how) => (await import('./node-docker.ts')).docker(process, env, args, how),
    now: () => Date.now() as Instant,
    sleep: async (milliseconds, signal) => {
      const { setTimeout } = await import('node:timers/promises')
      await setTimeout(milliseconds, undefined, signal ? { signal } : {})
    },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    get: async (request) => (await import('./node-http.ts')).get(request),
    post: async (request, json) => (await import('./node-http.ts')).post(request, json),
    aws: async (settings) =>
      (await import('./aws/clients.ts')).connect(
        settings,
        process.env,
        {},
        stdin.terminal ? (question) => stdin.ask(question, { hidden: true }) : null,
        (line) => void stderr.write(`${line}\n`),
      ),
    onSignal: (listener, names = ['SIGINT', 'SIGTERM', 'SIGHUP']) => {
      const on = names.map((name) => [name, () => listener(name)] as const)
      for (const [name, call] of on) process.on(name, call)
      return () => {
        for (const [name, call] of on) process.off(name, call)
      }
    },
    again: async (argv, env, aloud) => (await import('./node-again.ts')).again(process, argv, env, aloud),
    command: async (line) => (await import('./node-command.ts')).command(process, line),
    judgeWorker: async (setup) => (await import('./node-worker.ts')).startJudge(setup, process.execArgv),
    sieve: async (setup) => (await import('./node-worker.ts')).startSieve(setup, process.execArgv),
  }
}
