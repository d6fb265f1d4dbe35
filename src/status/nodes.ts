import { error, type Finding, note, warning } from '../model/finding.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { Product, Rules } from '../products/product.ts'
import type { Running } from '../targets/target.ts'

/** Nodes against what the license allows. */
export interface Nodes {
  /** tasks that run and that should, as AWS counts them; null where no service was looked at */
  readonly running: number | null
  readonly desired: number | null
  /** as the runtimes count them, the most that one does; null where none does */
  readonly counted: number | null
  readonly limit: number | 'unlimited' | null
  /** who states the limit; null where there is none */
  readonly statedBy: Shown | null
  readonly band: Band | null
  readonly findings: readonly Finding[]
}

/** Bands of the vendor's portal: below 80 % ok, 80 to 89 caution, 90 to 99 warning, from 100 violation. */
export type Band = 'ok' | 'caution' | 'warning' | 'violation'

export const bandOf = (nodes: number, limit: number): Band => {
  const share = (nodes * 100) / Math.max(limit, 1)
  if (nodes >= limit) return 'violation'
  return share >= 90 ? 'warning' : share >= 80 ? 'caution' : 'ok'
}

/** Null where nobody counts nodes. */
export function nodesOf(
  { services, heard }: Pick<Running, 'services' | 'heard'>,
  tier: string | null,
  product: Product,
  rules: Rules,
): Nodes | null {
  const sum = (which: 'running' | 'desired') =>
    services.length === 0 ? null : services.reduce((all, one) => all + one[which], 0)
  const stating = heard.find(({ word }) => word !== null && word.maxNodes !== null)
  const counts = heard.flatMap(({ url, word }) => (word?.nodes == null ? [] : [{ url, nodes: word.nodes }]))
  const counted = counts.length === 0 ? null : Math.max(...counts.map(({ nodes }) => nodes))
  const known = tier === null ? null : product.nodeLimit(tier)
  const limit = stating?.word?.maxNodes ?? known
  const running = sum('running')
  if (counted === null && running === null) return null
  const desired = sum('desired')
  const most = Math.max(running ?? 0, desired ?? 0, counted ?? 0)
  const band = typeof limit === 'number' ? bandOf(most, limit) : null
  const statedBy =
    limit === null ? null : stating === undefined ? says`the table of tiers` : says`${stating.url}`
  const findings = [
    ...(typeof limit === 'number' && band !== null
      ? bandFindings(most, limit, band, statedBy ?? says``, graceOf(tier, product, rules))
      : []),
    ...counts.flatMap(({ url, nodes }) => differs(running, url, nodes, services)),
  ]
  return { running, desired, counted, limit, statedBy, band, findings }
}

function bandFindings(nodes: number, limit: number, band: Band, by: Shown, grace: Shown): readonly Finding[] {
  const what = own(
    says`${nodes} of ${limit} nodes (${Math.floor((nodes * 100) / Math.max(limit, 1))} %), the limit by ${own(by)}`,
  )
  const more = says`before more are started: lic scale --to-fit, or a key that allows more`
  switch (band) {
    case 'ok':
      return []
    case 'caution':
      return [note('status.nodes-caution', says`${what}`, more)]
    case 'warning':
      return [
        warning('status.nodes-near', says`${what}: the vendor writes to the administrator from 90 %`, more),
      ]
    case 'violation':
      return [
        nodes > limit
          ? error('status.nodes-over', says`${what}: over the limit${own(grace)}`, more)
          : warning('status.nodes-near', says`${what}: no node more may start${own(grace)}`, more),
      ]
  }
}

/** How long more is tolerated, where that is published. */
function graceOf(tier: string | null, product: Product, rules: Rules): Shown {
  const limit = product.tiers(rules).rows.find(({ id }) => id === 'node_grace')?.byTier[tier ?? '']
  return limit?.kind === 'max'
    ? says`; tolerated for ${limit.value} ${limit.unit ?? ''}, then enforced`
    : says``
}

function differs(
  running: number | null,
  url: string,
  counted: number,
  services: Running['services'],
): readonly Finding[] {
  if (running === null || running === counted) return []
  if (services.some(({ rollout, pending }) => rollout === 'IN_PROGRESS' || pending > 0)) return []
  return [
    warning(
      'status.nodes-differ',
      says`${url} counts ${counted} nodes, and AWS runs ${running} tasks of these services`,
      says`nodes that are gone count for 5 minutes; if it stays so, other services run nodes with this key: name them with --service`,
    ),
  ]
}
