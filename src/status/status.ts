import { CODES } from '../model/codes.ts'
import { EXIT, type ExitCode, worst } from '../model/exit.ts'
import { type Finding, note } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { RuntimeWord } from '../model/runtime-word.ts'
import type { Verdict } from '../model/verdict.ts'
import type { Product, Rules } from '../products/product.ts'
import type { Running } from '../targets/target.ts'
import { type Ahead, ahead } from './ahead.ts'
import { type Nodes, nodesOf } from './nodes.ts'
import { type Quota, quotasOf } from './quotas.ts'
import { wordFindings } from './word-term.ts'

/** One deployment at one moment: what runs there, and what of it is not as it should be. */
export interface Status {
  readonly productName: string
  readonly now: Instant
  /** the key in place, judged; null where it cannot be read */
  readonly verdict: Verdict | null
  /** the tier whose limits count; null where no tier does, or it is not known */
  readonly tierInForce: string | null
  readonly running: Running
  /** null where nobody counts any */
  readonly nodes: Nodes | null
  /** limits of the license that the product counts against */
  readonly quotas: readonly Quota[]
  /** what is still to come, soonest first */
  readonly ahead: readonly Ahead[]
  readonly findings: readonly Finding[]
  readonly exitCode: ExitCode
}

/** Weighs what runs at a place against the key that lies there. */
export function weigh(
  running: Running,
  product: Product,
  rules: Rules,
  { now, allowUnverifiable }: { readonly now: Instant; readonly allowUnverifiable: boolean },
): Status {
  const verdict = running.current?.verdict ?? null
  const words = running.heard.flatMap(({ word }) => (word === null ? [] : [word]))
  const tierInForce = verdict === null ? tierSaid(words, product) : tierOf(verdict, product)
  const nodes = nodesOf(running, tierInForce, product, rules)
  const ofKey =
    verdict === null
      ? wordFindings(running.heard, now)
      : allowUnverifiable
        ? letPass(verdict)
        : verdict.findings
  const findings = [...ofKey, ...running.findings, ...(nodes?.findings ?? [])]
  return {
    productName: product.name,
    now,
    verdict,
    tierInForce,
    running,
    nodes,
    quotas: quotasOf(running, verdict, product),
    ahead: ahead(verdict, words, product, now),
    findings,
    exitCode: exitOf(findings),
  }
}

const tierSaid = (words: readonly RuntimeWord[], product: Product): string | null =>
  words.map(({ tier }) => (tier === null ? null : product.tierNamed(tier))).find((tier) => tier !== null) ??
  null

function tierOf(verdict: Verdict, product: Product): string | null {
  if (verdict.kind === 'usable' || verdict.kind === 'out-of-term')
    return product.tierInForce(verdict.key, verdict.standing.phase.state)
  return verdict.kind === 'unproved' ? null : product.tierWithoutKey
}

/** A key that nobody could prove counts as it is where that was asked for; still it is said. */
const letPass = ({ findings, ...verdict }: Verdict): readonly Finding[] =>
  verdict.kind !== 'unproved'
    ? findings
    : findings.map((one) => (one === verdict.trust.why ? note(one.code, one.says, ...one.hints) : one))

/** What would refuse a rotation drifts here; what leads to no exit code of its own stays without. */
const exitOf = (findings: readonly Finding[]): ExitCode =>
  worst(findings.filter(({ severity }) => severity !== 'note').map(({ code }) => inBand(CODES[code])))

const inBand = (code: ExitCode): ExitCode => (code === EXIT.usage || code >= EXIT.refused ? EXIT.drift : code)
