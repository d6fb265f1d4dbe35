import { createHash } from 'node:crypto'
import { toIso } from '../../model/instant.ts'
import { KeyText } from '../../model/key-text.ts'
import type { Anchor } from '../../model/trust.ts'
import type { JudgedVerdict, Verdict } from '../../model/verdict.ts'
import { judge } from '../../verdict/judge.ts'
import type { BootedLicense, ContainerDefinition, Rejection } from '../world/ecs/nouns.ts'
import type { World } from '../world/world.ts'

const VARIABLE = 'AXONFLOW_LICENSE_KEY'

type Booted =
  | { readonly kind: 'runs'; readonly license: BootedLicense | null; readonly log: readonly string[] }
  | {
      readonly kind: 'exits'
      readonly exitCode: number
      readonly why: string
      readonly log: readonly string[]
    }

/** Starts one container: an AxonFlow process judges its key and boots or exits, anything else just runs. */
export function boot(
  world: World,
  container: ContainerDefinition,
  environment: ReadonlyMap<string, string>,
): Booted {
  const given = environment.get(VARIABLE)
  if (given === undefined && !container.image.includes('axonflow'))
    return { kind: 'runs', license: null, log: [] }
  if (environment.get('DEPLOYMENT_MODE') === 'community')
    return community('community mode: no license is read', null)
  const text = new KeyText(Buffer.from(given ?? '', 'utf8').toString('latin1'))
  const verdict = judge(text, {
    product: 'axonflow',
    now: world.now,
    rules: { platform: null },
    keyring: { anchors: anchorsOf(world), hmac: null },
  })
  const booted = decide(verdict, environment.get('ORG_ID') ?? '')
  return booted.kind === 'exits' && world.build === 'community'
    ? community(`license not valid, running as Community: ${booted.why}`, rejectionOf(verdict))
    : booted
}

function decide(verdict: Verdict, organization: string): Booted {
  if (verdict.kind === 'absent') return community('no license key: running as Community', null)
  if (verdict.kind === 'usable') return withIdentity(verdict, organization, [])
  if (verdict.kind === 'out-of-term' && verdict.standing.phase.state === 'grace')
    return withIdentity(verdict, organization, [
      'WARNING: license expired, within the grace period: running as Community',
    ])
  const [first] = verdict.findings
  return refuse(first ? first.says : 'invalid license')
}

function withIdentity(verdict: JudgedVerdict, organization: string, log: readonly string[]): Booted {
  const { tier, identity, expires } = verdict.key
  if (identity && organization !== '' && identity.value !== organization)
    return refuse(`license identity does not match ORG_ID ${organization}`)
  const license = {
    tier: tier ?? 'Community',
    identity: identity?.value ?? null,
    expires,
    rejected: null,
  }
  const until = expires === null ? '' : `, expires ${toIso(expires)}`
  return { kind: 'runs', license, log: [...log, `License validated: tier ${license.tier}${until}`] }
}

const community = (line: string, rejected: Rejection | null): Booted => ({
  kind: 'runs',
  license: { tier: 'Community', identity: null, expires: null, rejected },
  log: [line],
})

const refuse = (why: string): Booted => ({
  kind: 'exits',
  exitCode: 1,
  why,
  log: [`License validation failed: ${why}`],
})

function rejectionOf(verdict: Verdict): Rejection {
  if (verdict.kind === 'forgery') return 'signature'
  if (verdict.kind === 'out-of-term') return 'expired'
  if (verdict.kind === 'unreadable') return 'malformed'
  return verdict.findings[0]?.code === 'key.tier-unknown' ? 'unknown_tier' : 'invalid'
}

const anchorsOf = (world: World): readonly Anchor[] =>
  Object.entries(world.anchors).map(([usage, hex]) => {
    const publicKey = Uint8Array.from(Buffer.from(hex, 'hex'))
    return {
      usage,
      publicKey: { kind: 'ed25519', raw: publicKey },
      id: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
      name: `sandbox ${usage}`,
      origin: 'given',
      from: 'the sandbox',
    }
  })
