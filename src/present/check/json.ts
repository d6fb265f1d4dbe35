import { BASELINE_SCHEMA, type KnownFinding } from '../../input/baseline.ts'
import { showPath } from '../../input/may-show.ts'
import type { Json } from '../../model/answer.ts'
import type { Decoding } from '../../model/decoded.ts'
import type { Finding } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { visible } from '../../model/visible.ts'
import { findingJson } from '../findings.ts'
import { toJsonLine } from '../json.ts'
import { verdictJson } from '../verdict-view.ts'
import type { Checked, Location, Tally } from './checked.ts'

/** A verdict's fields, with where the key came from; `alsoFound` is about its source and about what was asked of it. */
export function checkedJson({ of, findings, from, line, exitCode, letPass, location }: Checked): Json {
  return {
    source: from,
    ...(line === null ? {} : { line }),
    ...(location?.column === undefined ? {} : { location: locationJson(location) }),
    formatOnly: of.kind === 'format',
    ...(of.kind === 'judged' ? verdictJson(of.verdict) : decodingJson(of.decoding)),
    exitCode,
    ...(findings.length === 0 ? {} : { alsoFound: findings.map(findingJson) }),
    ...(letPass === undefined ? {} : { letPass: letPass.map(knownJson) }),
  }
}

/** An entry of a baseline, as its file holds it too. */
export const knownJson = ({ fingerprint, code, reason, until }: KnownFinding): Json => ({
  fingerprint,
  code,
  reason,
  ...(until === null ? {} : { until: toIso(until) }),
})

const locationJson = ({ path, line, column, variable, inside }: Location): Json => ({
  file: showPath(path),
  line: line ?? null,
  column: column ?? null,
  variable: variable ?? null,
  inside: inside ?? null,
})

function decodingJson(decoding: Decoding): { readonly [field: string]: Json } {
  const base = { decoding: decoding.kind, signatureChecked: false, datesChecked: false }
  switch (decoding.kind) {
    case 'decoded': {
      const { product, form, formName, fingerprint } = decoding.key
      const findings = decoding.key.findings.map(findingJson)
      return { ...base, product, form, formName: visible(formName), fingerprint, findings }
    }
    case 'malformed':
      return {
        ...base,
        product: decoding.product,
        form: decoding.form,
        findings: decoding.faults.map(findingJson),
      }
    case 'unrecognized':
      return { ...base, product: null, form: null, findings: decoding.faults.map(findingJson) }
    case 'ambiguous':
      return { ...base, product: null, form: null, candidates: decoding.candidates, findings: [] }
    case 'absent':
      return { ...base, product: decoding.product, form: null, findings: [] }
  }
}

/** The file of `--baseline`: an entry a line, so that a change shows as one. */
export const baselineText = (entries: readonly KnownFinding[]): string =>
  `{ "schema": "${BASELINE_SCHEMA}", "findings": [\n${entries.map((entry) => `  ${toJsonLine(knownJson(entry)).trimEnd()}`).join(',\n')}\n] }\n`

/** The last line of a stream. @param findings about the sources themselves */
export const tallyJson = (tally: Tally, findings: readonly Finding[]): Json => ({
  summary: {
    checked: tally.checked,
    passed: tally.passed,
    ...(tally.letPass === undefined ? {} : { letPass: tally.letPass }),
    failed: tally.checked - tally.passed,
    skipped: { blank: tally.blank, comments: tally.comments },
    exitCodes: tally.exitCodes,
    ...(findings.length === 0 ? {} : { alsoFound: findings.map(findingJson) }),
  },
})
