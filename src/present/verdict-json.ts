import type { Json } from '../model/answer.ts'
import type { DecodedKey, Fact } from '../model/decoded.ts'
import { type Instant, toIso } from '../model/instant.ts'
import type { Grant } from '../model/limit.ts'
import type { Phase, Standing, Timeline } from '../model/timeline.ts'
import type { Anchor, Trust } from '../model/trust.ts'
import type { Verdict } from '../model/verdict.ts'
import { visible } from '../model/visible.ts'
import { findingJson } from './findings.ts'
import { limitJson } from './limit-view.ts'

interface JsonRecord {
  readonly [field: string]: Json
}

/** The documented shape of a verdict: `lic help formats`. Fields are only ever added. */
export function verdictJson(verdict: Verdict): JsonRecord {
  return {
    verdict: verdict.kind,
    exitCode: verdict.exitCode,
    product: verdict.product,
    at: toIso(verdict.now),
    ...particulars(verdict),
    findings: verdict.findings.map(findingJson),
  }
}

function particulars(verdict: Verdict): JsonRecord {
  if (verdict.kind === 'unreadable') return { form: verdict.form }
  if (verdict.kind === 'absent') return { tier: shownOrNull(verdict.tier) }
  return {
    rules: visible(verdict.rules),
    key: keyJson(verdict.key),
    signature: trustJson(verdict.trust),
    timeline: verdict.timeline && timelineJson(verdict.timeline),
    standing: verdict.standing && standingJson(verdict.standing),
  }
}

const keyJson = (key: DecodedKey): Json => ({
  fingerprint: key.fingerprint,
  form: key.form,
  formName: visible(key.formName),
  prefix: visible(key.prefix),
  tier: shownOrNull(key.tier),
  identity: key.identity && { value: visible(key.identity.value), field: visible(key.identity.field) },
  issued: isoOrNull(key.issued),
  expires: isoOrNull(key.expires),
  audience: shownOrNull(key.audience),
  facts: key.facts.map(factJson),
  ...(key.grants === undefined ? {} : { grants: key.grants.map(grantJson) }),
})

const grantJson = ({ id, label, group, source, limit }: Grant): Json => ({
  id: visible(id),
  label: visible(label),
  group,
  limit: limitJson(limit),
  source: visible(source),
})

const factJson = (fact: Fact): Json => ({
  label: visible(fact.label),
  field: visible(fact.field),
  values: fact.values.map(visible),
  ...(fact.note === undefined ? {} : { note: visible(fact.note) }),
})

function trustJson(trust: Trust): Json {
  if (trust.kind !== 'verified') return { kind: trust.kind, why: findingJson(trust.why) }
  return { kind: trust.kind, by: visible(trust.by), anchor: trust.anchor && anchorJson(trust.anchor) }
}

const anchorJson = (anchor: Anchor): Json => ({
  id: anchor.id,
  name: visible(anchor.name),
  usage: shownOrNull(anchor.usage),
  origin: anchor.origin,
  from: visible(anchor.from),
})

const timelineJson = (timeline: Timeline): Json => timeline.map(phaseJson)

const phaseJson = (phase: Phase): Json => ({
  name: phase.name,
  state: phase.state,
  from: phase.from === 'always' ? 'always' : toIso(phase.from),
  until: phase.until === 'forever' ? 'forever' : toIso(phase.until),
  running: { effect: phase.effect.running, says: phase.says.running },
  starting: { effect: phase.effect.starting, says: phase.says.starting },
})

const standingJson = ({ phase, next }: Standing): Json => ({
  phase: phase.name,
  state: phase.state,
  next: next?.name ?? null,
  changes: phase.until === 'forever' ? 'never' : toIso(phase.until),
})

const isoOrNull = (when: Instant | null): string | null => (when === null ? null : toIso(when))
const shownOrNull = (text: string | null): string | null => (text === null ? null : visible(text))
