import type { Finding } from '../model/finding.ts'
import { own, type Shown, says } from '../model/visible.ts'
import type { HeardFrom, RunningService } from '../targets/target.ts'
import type { Status } from './status.ts'

/** What may be compared: all of it but what moves with the clock. */
export type Comparable = Pick<Status, 'verdict' | 'tierInForce' | 'running' | 'nodes' | 'quotas' | 'findings'>

/** What is another than before, in one line each; nothing for what only grew older. */
export function changes(before: Comparable, after: Comparable): readonly Shown[] {
  return [
    ...keyChange(before, after),
    ...others(before.running.services, after.running.services, ({ name }) => name, serviceLine, 'service'),
    ...others(before.running.heard, after.running.heard, ({ url }) => url, runtimeLine, 'runtime'),
    ...nodesChange(before, after),
    ...quotaChanges(before.quotas, after.quotas),
    ...findingChanges(before.findings, after.findings),
  ]
}

const keyOf = ({ verdict, tierInForce }: Comparable): Shown => {
  if (verdict === null) return says`no key to read`
  const print = 'key' in verdict ? says` ${verdict.key.fingerprint}` : says``
  const phase =
    'standing' in verdict && verdict.standing !== null ? says`, ${verdict.standing.phase.name}` : says``
  return says`${verdict.kind}${own(print)}${own(phase)}${tierInForce === null ? '' : `, ${tierInForce}`}`
}

const change = (what: Shown, before: Shown, after: Shown): readonly Shown[] =>
  before === after ? [] : [says`${own(what)}: ${own(after)} (was ${own(before)})`]

const keyChange = (before: Comparable, after: Comparable) => change(says`key`, keyOf(before), keyOf(after))

export function serviceLine({ desired, running, pending, rollout, tasks }: RunningService): Shown {
  const starting = pending === 0 ? says`` : says`, ${pending} starting`
  const with_ = tasks === null ? says`` : says`, ${tasks.fresh} with this key`
  const standing = rollout === null ? says`` : says`, ${rollout}`
  return says`${running} of ${desired} tasks${own(starting)}${own(with_)}${own(standing)}`
}

export function runtimeLine({ word, why, alarms }: HeardFrom): Shown {
  if (word === null) return says`says nothing: ${own(why ?? says``)}`
  const { tier, valid, healthy, heartbeat } = word
  const parts = [
    ...(healthy === false ? ['not healthy'] : []),
    heartbeat?.state ?? tier ?? 'nothing about its tier',
    ...(valid === false ? ['not valid'] : []),
    ...alarms.map(({ name, label }) => `${name} ${label}`),
  ]
  return says`${parts.join(', ')}`
}

function others<T>(
  before: readonly T[],
  after: readonly T[],
  nameOf: (one: T) => string,
  lineOf: (one: T) => Shown,
  kind: string,
): readonly Shown[] {
  const names = [...new Set([...before, ...after].map(nameOf))]
  return names.flatMap((name) => {
    const [old, now] = [before, after].map((all) => all.find((one) => nameOf(one) === name))
    return change(
      says`${kind} ${name}`,
      old ? lineOf(old) : says`not there`,
      now ? lineOf(now) : says`not there`,
    )
  })
}

function nodesChange({ nodes: before }: Comparable, { nodes: after }: Comparable): readonly Shown[] {
  const words = (nodes: Comparable['nodes']) =>
    nodes === null
      ? says`not counted`
      : says`${nodes.counted ?? nodes.running ?? 0}${nodes.limit === null ? '' : ` of ${nodes.limit}`}`
  return change(says`nodes`, words(before), words(after))
}

/** That a limit was hit at all, and that its counter begins anew, is told by the finding about it. */
const quotaChanges = (before: Comparable['quotas'], after: Comparable['quotas']): readonly Shown[] =>
  after.flatMap(({ id, label, exceeded }) => {
    const old = before.find((one) => one.id === id)?.exceeded ?? 0
    if (exceeded === null || exceeded === 0 || old === 0) return []
    return change(says`limit ${label}`, says`exceeded ${old} times`, says`exceeded ${exceeded} times`)
  })

/** A finding is the same as long as its words are, times and numbers apart: they count days and tasks. */
const gist = ({ code, says: text }: Finding): string =>
  `${code} ${text.replace(DISTANCE, '').replace(/\d+/g, '#')}`

/** `in 27 d 4 h`, `3 d ago`, `now` */
const DISTANCE = /\bnow\b|(?:in )?(?:\d+ (?:d|h|min|s)\b ?)+(?:ago)?/g

function findingChanges(before: readonly Finding[], after: readonly Finding[]): readonly Shown[] {
  const [old, now] = [new Set(before.map(gist)), new Set(after.map(gist))]
  return [
    ...after
      .filter((one) => !old.has(gist(one)))
      .map(({ severity, says: text, code }) => says`${severity}: ${own(text)} [${code}]`),
    ...before
      .filter((one) => !now.has(gist(one)))
      .map(({ code, says: text }) => says`over: ${own(text)} [${code}]`),
  ]
}
