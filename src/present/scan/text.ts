import type { Finding } from '../../model/finding.ts'
import { error, note, warning } from '../../model/finding.ts'
import { toIso } from '../../model/instant.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { findingLines } from '../findings.ts'
import { type Paint, plainPaint, type Tone } from '../look.ts'
import { verdictLine } from '../verdict-view.ts'
import { CODE_OF, type Scanned, type ScanReport, type Worth } from './scanned.ts'

const TONES = {
  live: 'bad',
  unproved: 'attention',
  expired: 'quiet',
  untrusted: 'quiet',
  refused: 'quiet',
  example: 'quiet',
} as const satisfies Record<Worth, Tone>
const WIDEST = 9

/** `live       deploy/prod.env:3:22  usable: Enterprise for acme, expires …, c4878b7a15f8`, a line for each. */
export const scanText = ({ found }: ScanReport, quiet: boolean, paint: Paint): string =>
  found
    .filter(({ fails }) => fails || !quiet)
    .map((one) => `${scannedLine(one, paint)}\n`)
    .join('')

function scannedLine(one: Scanned, paint: Paint): string {
  const allowed = one.allowed?.counts === true
  const word = allowed ? 'allowed' : one.worth
  const reason = one.allowed === null || !allowed ? '' : `; allowed: ${says`${one.allowed.entry.reason}`}`
  const tone = allowed ? 'quiet' : TONES[one.worth]
  return `${paint(tone, word.padEnd(WIDEST))}  ${one.from}:${one.line}:${one.column}  ${sentence(one, paint)}${reason}`
}

export function sentence({ worth, verdict, encoded }: Scanned, paint: Paint): string {
  if (worth === 'example') return 'no key: an example, or a key that was cut short'
  return `${verdictLine(verdict, paint)}${encoded ? ', in base64' : ''}`
}

/** What to know, and what to do, about all that was found. */
export function scanFindings(report: ScanReport): readonly Finding[] {
  const { counts, found, unread, files } = report
  const over = found.flatMap(({ allowed }) => (allowed === null || allowed.counts ? [] : [allowed.entry]))
  return [
    ...(counts.live > 0 ? [leak(report)] : []),
    ...(counts.unproved > 0
      ? [
          error(
            'scan.unproved-key',
            says`${many(counts.unproved, 'key')} whose signature nobody here can check: may be live`,
            says`treat them as live; where a public key can tell, name it: --public-key SOURCE`,
          ),
        ]
      : []),
    ...[...new Set(over)].map((entry) =>
      warning(
        'scan.allowance-over',
        says`lic.config.json, line ${entry.line}: ${entry.fingerprint} was allowed until ${toIso(entry.until)}, and is no longer`,
        says`take the key out, or look at the reason again and set another date`,
      ),
    ),
    ...unread.map(({ from, why }) => error('scan.unread', says`${own(from)} was not scanned: ${own(why)}`)),
    ...(files === 0 && report.of !== 'staged'
      ? [
          error(
            'scan.nothing',
            says`nothing to scan: ${report.of === 'input' ? 'the input is empty' : 'no file there that is to be read'}`,
          ),
        ]
      : []),
    ...(counts.live + counts.unproved === 0 && found.some(({ fails }) => fails)
      ? [error('scan.fail-on', says`nothing of it is live: it fails because of --fail-on any`)]
      : []),
    ...(report.left > 0
      ? [note('scan.example', says`${report.left} more were found, and are counted only`)]
      : []),
  ]
}

const leak = ({ counts, of, found }: ScanReport): Finding => {
  const live = found.find(({ worth, fails }) => worth === 'live' && fails)
  const fingerprint = live !== undefined && 'key' in live.verdict ? live.verdict.key.fingerprint : ''
  return error(
    'scan.live-key',
    says`${many(counts.live, 'live license key')} where others can read ${counts.live === 1 ? 'it' : 'them'}`,
    ...(of === 'staged'
      ? [says`it is staged, not committed: git restore --staged FILE, then take it out of the file`]
      : [
          says`take it as leaked: put a new key into place (lic rotate SOURCE), ask the vendor to revoke this one`,
          says`then take it out of the file and of the history: git filter-repo --replace-text; clones keep it`,
        ]),
    says`give it by a secret store or env:NAME instead; to allow it here: scan.allow in lic.config.json, fingerprint ${fingerprint}`,
  )
}

/** `1,234 files scanned, 5 binary ones left out: 1 live, 3 example` */
export function scanSummary({ counts, files, binary, unread, of }: ScanReport): Shown {
  const named = Object.entries(counts).filter(([, count]) => count > 0)
  const what = named.map(([name, count]) => `${count} ${name}`).join(', ')
  const where = of === 'input' ? 'standard input' : many(files, of === 'staged' ? 'staged file' : 'file')
  const left = binary === 0 ? '' : `, ${binary} binary left out`
  const failed = unread.length === 0 ? '' : `, ${unread.length} could not be read`
  return says`${where} scanned${left}${failed}: ${what === '' ? 'no license key' : what}`
}

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

/** The conversation: findings with their hints, then the summary. */
export const scanAsides = (report: ScanReport): readonly Shown[] =>
  [
    ...scanFindings(report).flatMap((finding) => findingLines(finding, plainPaint)),
    scanSummary(report),
  ] as readonly string[] as readonly Shown[]

export const codeOf = ({ worth }: Scanned) => CODE_OF[worth]
