import { toIso } from '../../model/instant.ts'
import { nameIn } from '../world/ecs/find.ts'
import type { BootedLicense, Service, Task } from '../world/ecs/nouns.ts'
import type { Fields } from '../world/fields.ts'
import type { HealthShape, World } from '../world/world.ts'

const PLATFORM = '11.1.0'

/** How many nodes each tier allows, as `/health` sends it: Plus is unlimited, sent as 9999. */
const NODES: Readonly<Record<string, number>> = {
  Community: 1,
  Evaluation: 2,
  Professional: 10,
  Enterprise: 50,
  Plus: 9999,
}
const SHORT: Readonly<Record<string, string>> = { Professional: 'PRO', Enterprise: 'ENT', Plus: 'PLUS' }

/** The tier that counts now: the key's, and Community from the first instant after it expired. */
const tierNow = (world: World, license: BootedLicense): string =>
  license.expires !== null && world.now > license.expires ? 'Community' : license.tier

/** What one running task answers to `GET /health`. */
export function health(world: World, service: Service, task: Task): Fields {
  const base = {
    status: task.ready ? 'healthy' : 'starting',
    service: `axonflow-${roleOf(service.name) ?? service.name}`,
    timestamp: toIso(world.now),
    version: PLATFORM,
  }
  return task.license ? { ...base, ...SHAPES[world.healthShape](world, service, task.license) } : base
}

const SHAPES: Readonly<
  Record<HealthShape, (world: World, service: Service, license: BootedLicense) => Fields>
> = {
  plain: () => ({}),
  nodes: (world, service, license) => nodeCount(world, service, license),
  marketplace: (world, _service, license) => ({ license: marketplace(world, license) }),
  migration: (world, _service, license) => ({ license: migration(world, license) }),
  all: (world, service, license) => ({
    ...nodeCount(world, service, license),
    license: { ...marketplace(world, license), ...migration(world, license) },
  }),
}

function nodeCount(world: World, service: Service, license: BootedLicense): Fields {
  const tier = tierNow(world, license)
  const agents = countNodes(world, service.cluster, 'agent')
  const orchestrators = countNodes(world, service.cluster, 'orchestrator')
  const total = agents + orchestrators
  const most = NODES[tier] ?? 0
  return {
    license_tier: tier,
    total_nodes: total,
    node_count: {
      active_agents: agents,
      active_orchestrators: orchestrators,
      total_nodes: total,
      license_max_nodes: most,
      nodes_remaining: Math.max(0, most - total),
    },
  }
}

const marketplace = (world: World, license: BootedLicense): Fields => {
  const tier = tierNow(world, license)
  return { tier: SHORT[tier] ?? tier, maxNodes: NODES[tier] ?? 0, valid: tier === license.tier }
}

const migration = (world: World, license: BootedLicense): Fields => {
  const tier = tierNow(world, license)
  return {
    valid: tier === license.tier,
    version: 'V2',
    tier: tier.toUpperCase(),
    organization: license.identity,
    expires: license.expires === null ? null : toIso(license.expires),
  }
}

type Role = 'agent' | 'orchestrator'

const roleOf = (name: string): Role | null =>
  name.includes('orchestrator') ? 'orchestrator' : name.includes('agent') ? 'agent' : null

const countNodes = (world: World, cluster: string, role: Role): number =>
  world.tasks.filter(
    (task) =>
      task.cluster === cluster &&
      task.status === 'RUNNING' &&
      task.ready &&
      roleOf(nameIn(task.service)) === role,
  ).length

/** `GET /prometheus`: a series for a process whose key grants nothing. */
export function metrics(world: World, task: Task): string {
  const name = 'axonflow_license_tier_read_rejected_total'
  const { license } = task
  const expired = license !== null && tierNow(world, license) !== license.tier
  const reason = expired ? 'expired' : license?.rejected
  const head = `# HELP ${name} License tier reads that were rejected\n# TYPE ${name} counter\n`
  return reason ? `${head}${name}{reason="${reason}"} 1\n` : head
}
