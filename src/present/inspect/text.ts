import { relative, toIso } from '../../model/instant.ts'
import type { Verdict } from '../../model/verdict.ts'
import { visible } from '../../model/visible.ts'
import { bySeverity, findingLines } from '../findings.ts'
import type { Paint } from '../look.ts'
import { type Entry, entryLines, type Section, sectionLines } from '../section.ts'
import { details } from './details.ts'
import { headline, nowAndNext } from './headline.ts'
import type { Inspection } from './inspection.ts'
import { limitEntries } from './limit-words.ts'
import { nextSteps } from './next-steps.ts'
import { phaseEntries } from './timeline-words.ts'

/**
 * Everything about one key for people, most urgent first. `drawing`: lines to put over
 * the time line's words; `width`: where our own long lists are broken.
 */
export function inspectionText(
  inspection: Inspection,
  drawing: readonly string[],
  paint: Paint,
  width = Number.POSITIVE_INFINITY,
): string {
  const lines = [
    headline(inspection, paint),
    ...entryLines([...nowAndNext(inspection), ...steps(inspection), ...asking(inspection)]),
    ...problems(inspection, paint),
    ...sectionLines([{ title: keyTitle(inspection.verdict), lines: details(inspection) }], paint),
    ...timelineLines(inspection, drawing, paint),
    ...sectionLines([reminders(inspection), limits(inspection, width), explanations(inspection)], paint),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

const steps = (inspection: Inspection) =>
  nextSteps(inspection).map(({ command, says }) => ['do', `${command} (${says})`] as const)

const asking = ({ ask }: Inspection) => ask.map((each, at): Entry => [at === 0 ? 'ask' : '', each])

function problems({ verdict, strays }: Inspection, paint: Paint): readonly string[] {
  const all = bySeverity([...strays, ...verdict.findings])
  return all.length === 0 ? [] : ['', ...all.flatMap((finding) => findingLines(finding, paint))]
}

function timelineLines(
  { verdict, asked }: Inspection,
  drawing: readonly string[],
  paint: Paint,
): readonly string[] {
  if (!('timeline' in verdict) || verdict.timeline === null || verdict.standing === null) return []
  const words = entryLines(phaseEntries(verdict.timeline, verdict.standing, verdict.now, asked))
  return ['', paint('strong', `time line${condition(verdict)}`), ...drawing, ...words]
}

/** What a time line depends on, where it is not simply so. */
function condition({ kind }: Verdict): string {
  if (kind === 'unproved' || kind === 'forgery') return ', if the key were genuine'
  return kind === 'refused' ? ', if the key were accepted' : ''
}

/** What an unproved key says of itself is hearsay. */
const keyTitle = (verdict: Verdict): string =>
  'trust' in verdict && verdict.trust.kind !== 'verified' ? 'key, by its own account' : 'key'

const reminders = ({ verdict, reminders: all }: Inspection): Section => ({
  title: 'reminders by the vendor',
  lines: dated(verdict)
    ? all.map(({ at, says }) => [toIso(at), `${relative(at, verdict.now)}: ${says}`])
    : [],
})

/** Nobody is reminded of a key that is none. */
const dated = ({ kind }: Verdict): boolean => kind === 'usable' || kind === 'out-of-term'

const limits = ({ tiers, tierInForce }: Inspection, width: number): Section => ({
  width,
  title: `limits in force: ${tierInForce === null ? '' : visible(tierInForce)}, ${tiers?.platform == null ? 'as the key states' : `platform ${tiers.platform}`}`,
  lines: tiers === null || tierInForce === null ? [] : limitEntries(tiers, tierInForce),
})

const explanations = ({ explanations: all }: Inspection): Section => ({
  title: 'good to know',
  lines: all.map(({ label, says }) => [label, says]),
})
