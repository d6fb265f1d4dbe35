import type { DockerHow, DockerRun } from '../../src/host/host.ts'

/**
 * Lines of a transcript that put a docker into its world:
 *
 *   docker                          (there is one, and nothing runs)
 *   docker-compose SERVICE [NAME=VALUE]   (what `docker compose config` says of a service; $NAME: what the shell has)
 *   docker-container SERVICE [NAME=VALUE…] (a container that runs)
 *   docker-log SERVICE INSTANT TEXT  (what a container of it has said, oldest first; TEXT as a JSON string)
 *   docker-started INSTANT          (when the containers that run were started)
 *   docker-fails WORD               (the command with that word ends with 1: `config`, `ps`, `inspect`; `compose`: all of them)
 */
export function dockerOf(lines: readonly string[]): (args: readonly string[], how: DockerHow) => DockerRun {
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1).split(' '))
  const containers = of('docker-container')
  const [[started = ''] = []] = of('docker-started')
  return (args, { standIn }) => {
    if (of('docker-fails').some(([word = '']) => args.includes(word)))
      return { code: 1, stdout: Buffer.from('') }
    const say = (text: string): DockerRun => ({ code: 0, stdout: Buffer.from(text) })
    if (args.includes('config'))
      return say(JSON.stringify({ name: 'here', services: services(of('docker-compose'), standIn) }))
    if (args.includes('logs')) return say(of('docker-log').map(logged).join(''))
    if (args.includes('ps')) return say(containers.map((_one, at) => `${idOf(at)}\n`).join(''))
    return say(JSON.stringify(containers.map(([service = '', ...env]) => inspected(service, env, started))))
  }
}

const idOf = (at: number): string => String(at).padStart(64, '0')

const logged = ([service, at, ...text]: readonly string[]): string =>
  `${service}-1  | ${at?.replace('Z', '.123456789Z')} ${JSON.parse(text.join(' '))}\n`

const inspected = (service: string, env: readonly string[], started: string) => ({
  State: { Running: true, StartedAt: started.replace('Z', '.000000001Z') },
  Config: { Env: ['PATH=/bin', ...env], Labels: { 'com.docker.compose.service': service } },
})

function services(lines: readonly string[][], standIn: (name: string) => string) {
  const found: Record<string, { environment: Record<string, string> }> = {}
  for (const [service = '', assignment = ''] of lines) {
    const one = found[service] ?? { environment: {} }
    found[service] = one
    const at = assignment.indexOf('=')
    if (at < 0) continue
    const value = assignment.slice(at + 1)
    one.environment[assignment.slice(0, at)] = value.startsWith('$') ? standIn(value.slice(1)) : value
  }
  return found
}
