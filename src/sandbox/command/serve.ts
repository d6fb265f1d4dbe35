import type { Context, Options } from '../../commands/command.ts'
import type { Host } from '../../host/host.ts'
import type { Streamed } from '../../model/answer.ts'
import { envelope, toJsonLine } from '../../present/json.ts'
import { type Sandbox, startSandbox } from '../sandbox.ts'
import { CLUSTER, ROLES, SECRET, serviceName } from '../seed.ts'
import { portOf, refuseOthers, shapeOf, speedOf, weatherOf, wishOf } from './options.ts'
import { quoted, refusePort, untilAsked } from './until-asked.ts'

/** Runs the sandbox until Ctrl-C or SIGTERM; prints the environment that uses it. */
export async function serve({ host, settings }: Context, options: Options): Promise<Streamed> {
  refuseOthers(options, ['endpoint', 'out'], 'lic sandbox alone, only for lic sandbox issue')
  refuseOthers(options, ['memoryOnly', 'replicas'], 'an AWS, only for lic sandbox --product terragnos')
  refuseOthers(options, ['phoneHome'], 'an AWS, only for lic sandbox --product atlasai')
  refuseOthers(options, ['heartbeatLimits'], 'an AWS, only for lic sandbox --product alphaagent')
  const wanted = {
    now: host.now,
    port: portOf(options),
    speed: speedOf(options),
    healthShape: shapeOf(options),
    weather: weatherOf(options),
    key: wishOf(options, { tier: 'Professional', days: '20' }),
  }
  await untilAsked(
    host,
    () => startSandbox(wanted).catch(refusePort(wanted.port)),
    async (sandbox) => {
      await host.stdout.write(settings.json ? jsonOf(sandbox, host) : linesOf(sandbox, host))
      if (!settings.json && !settings.quiet) await host.stderr.write(conversation(sandbox))
    },
  )
  return { exitCode: 0, streamed: true }
}

/** Whoever has a proxy must not send the sandbox's requests there. */
function environmentOf(sandbox: Sandbox, { env }: Host): Readonly<Record<string, string>> {
  const proxied = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].some(
    (name) => env[name] !== undefined,
  )
  if (!proxied) return sandbox.env
  const around = env.NO_PROXY ?? env.no_proxy ?? ''
  return { ...sandbox.env, NO_PROXY: around === '' ? '127.0.0.1' : `${around},127.0.0.1` }
}

const ALWAYS_UNSET = ['AWS_PROFILE', 'AWS_SESSION_TOKEN']
const IN_THE_WAY =
  /^AWS_(ENDPOINT_URL_(SECRETS_MANAGER|ECS|STS|CLOUDWATCH_LOGS)|IGNORE_CONFIGURED_ENDPOINT_URLS)$/

/** Variables that would win over the sandbox's. */
const unsetOf = ({ env }: Host): readonly string[] => [
  ...ALWAYS_UNSET,
  ...Object.keys(env).filter((name) => IN_THE_WAY.test(name)),
]

/** Lines for a shell. */
const linesOf = (sandbox: Sandbox, host: Host): string =>
  [
    `unset ${unsetOf(host).join(' ')}`,
    ...Object.entries(environmentOf(sandbox, host)).map(([name, value]) => `export ${name}=${quoted(value)}`),
    '',
  ].join('\n')

const conversation = ({ endpoint }: Sandbox): string =>
  [
    `an AWS on ${endpoint}: cluster ${CLUSTER}, ${ROLES.map(({ role, count }) => `${serviceName(role)} (${count})`).join(', ')}, secret ${SECRET}`,
    'paste the lines above into another terminal, then: lic inspect secret:axonflow/license-key',
    'a new key it accepts: lic sandbox issue --tier Enterprise --org acme --out new.key',
    'Ctrl-C ends it, and everything in it is gone',
    '',
  ].join('\n')

const jsonOf = (sandbox: Sandbox, host: Host): string =>
  toJsonLine(
    envelope('sandbox', {
      exitCode: 0,
      result: {
        endpoint: sandbox.endpoint,
        environment: environmentOf(sandbox, host),
        healthUrls: { ...sandbox.healthUrls },
        cluster: CLUSTER,
        services: ROLES.map(({ role }) => serviceName(role)),
        secret: SECRET,
      },
    }),
  )
