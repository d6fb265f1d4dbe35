import type { Host } from '../../host/host.ts'
import { showName } from '../../input/may-show.ts'
import { type Finding, warning } from '../../model/finding.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Seen } from '../facts.ts'

const ENDPOINT = /^AWS_ENDPOINT_URL(?:_[A-Z_]+)?$/
const ON_THE_WAY = /^(?:HTTPS?_PROXY|ALL_PROXY|NO_PROXY|AWS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i
const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE'] as const

/** What leads calls elsewhere, or stands in between. Of an address only host and port are told: it may hold a password. */
export function lookAtNetwork({ env }: Host): Seen {
  const set = Object.keys(env)
    .filter((name) => (env[name] ?? '') !== '')
    .sort()
  const leading = set.filter((name) => ENDPOINT.test(name))
  const between = set.filter((name) => ON_THE_WAY.test(name))
  const told = [...leading, ...between].map((name) => says`${name} ${own(address(env[name] ?? ''))}`)
  return {
    says: told.length === 0 ? says`none is set` : (told.join('; ') as Shown),
    findings: leading.map((name) => elsewhere(name, env[name] ?? '')),
  }
}

const elsewhere = (name: string, value: string): Finding =>
  warning(
    'doctor.endpoint',
    says`${name} leads calls of AWS to ${own(address(value))}`,
    says`where that is not meant: unset ${name}`,
  )

function address(value: string): Shown {
  if (!URL.canParse(value) || !/^https?:|^socks/i.test(value))
    return showName(value.replace(/[^/@\s]*@/g, '***@'))
  const { protocol, host, username, password } = new URL(value)
  return username + password === ''
    ? says`${protocol}//${host}`
    : says`${protocol}//${host}, with a user and password that are not shown`
}

/** Region and profile as the environment has them. */
export const regionsIn = ({ env }: Host): readonly Shown[] =>
  REGIONS.flatMap((name) =>
    (env[name] ?? '') === '' ? [] : [says`${name} ${own(showName(env[name] ?? ''))}`],
  )
