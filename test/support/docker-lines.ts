import type { DockerHow, DockerRun } from '../../src/host/host.ts'

/**
 * Lines of a transcript that put a docker into its world:
 *
 *   docker                          (there is one, and nothing runs)
 *   docker-compose SERVICE [NAME=VALUE]   (what `docker compose config` says of a service; $NAME: what the shell has)
 *   docker-container SERVICE [NAME=VALUE…] (a container that runs)
 *   docker-log SERVICE INSTANT TEXT  (what a container of it has said, oldest first; TEXT as a JSON string)
 *   docker-started INSTANT [TIMES [SERVICE]]  (when the containers that run were started, and how often by Docker itself)
 *   SERVICE#2 is the second container of a service
 *   docker-name SERVICE NAME        (its container has a name of its own)
 *   docker-fails WORD               (the command with that word ends with 1: `config`, `ps`, `inspect`; `compose`: all of them)
 */
export function dockerOf(lines: readonly string[]): (args: readonly string[], how: DockerHow) => DockerRun {
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1).split(' '))
  const containers = of('docker-container')
  const startOf = (service: string) =>
    of('docker-started').find(([, , whose]) => whose === undefined || whose === service) ?? []
  const names = new Map(of('docker-name').map(([service = '', name = '']) => [service, name]))
  return (args, { standIn }) => {
    if (of('docker-fails').some(([word = '']) => args.includes(word)))
      return { code: 1, stdout: Buffer.from('') }
    const say = (text: string): DockerRun => ({ code: 0, stdout: Buffer.from(text) })
    if (args.includes('config'))
      return say(JSON.stringify({ name: 'here', services: services(of('docker-compose'), standIn, names) }))
    if (args.includes('logs'))
      return say(
        of('docker-log')
          .map((line) => logged(line, names))
          .join(''),
      )
    if (args.includes('ps')) return say(containers.map((_one, at) => `${idOf(at)}\n`).join(''))
    return say(
      JSON.stringify(
        containers.map(([service = '', ...env]) => inspected(service, env, names, ...startOf(service))),
      ),
    )
  }
}

const idOf = (at: number): string => String(at).padStart(64, '0')

const logged = ([service = '', at, ...text]: readonly string[], names: Names): string =>
  `${names.get(service) ?? numbered(service)}  | ${at?.replace('Z', '.123456789Z')} ${JSON.parse(text.join(' '))}\n`

type Names = ReadonlyMap<string, string>

/** `agent-1` of `agent`, `agent-2` of `agent#2` */
const numbered = (service: string): string =>
  (service.includes('#') ? service : `${service}#1`).replace('#', '-')

const inspected = (service: string, env: readonly string[], names: Names, started = '', times = '0') => ({
  Name: `/${names.get(service) ?? `here-${numbered(service)}`}`,
  RestartCount: Number(times),
  State: { Running: true, StartedAt: started.replace('Z', '.000000001Z') },
  Config: {
    Env: ['PATH=/bin', ...env],
    Labels: {
      'com.docker.compose.project': 'here',
      'com.docker.compose.service': service.replace(/#.*/, ''),
      'com.docker.compose.container-number': numbered(service).replace(/.*-/, ''),
    },
  },
})

function services(lines: readonly string[][], standIn: (name: string) => string, names: Names) {
  const found: Record<string, { environment: Record<string, string>; container_name?: string }> = {}
  for (const [service = '', assignment = ''] of lines) {
    const name = names.get(service)
    const one = found[service] ?? { environment: {}, ...(name === undefined ? {} : { container_name: name }) }
    found[service] = one
    const at = assignment.indexOf('=')
    if (at < 0) continue
    const value = assignment.slice(at + 1)
    one.environment[assignment.slice(0, at)] = value.startsWith('$') ? standIn(value.slice(1)) : value
  }
  return found
}
