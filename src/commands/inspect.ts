import type { Inspection } from '../present/inspect/inspection.ts'
import { inspectionText } from '../present/inspect/text.ts'
import type { Context, Verb } from './command.ts'
import { heard, type JudgedSource, judgeSource, tierInForce } from './judge-source.ts'

export const inspect: Verb = {
  uses: ['judging', 'aws', 'input'],
  readies: true,
  define(flags) {
    flags.argument('[source]', 'where the key is: -, file:PATH, env:NAME, secret:ID (lic help sources)')
    flags.option('--health-url <url>', 'a running deployment, which says when its last heartbeat was')
    flags.epilogue(HELP)
  },
  async run(given, [source], options) {
    const context = await heard(given, options)
    const { look, paint } = context
    const judged = await judgeSource(source, 'warn', context)
    const inspection = { ...gather(judged, context), ...(await help(judged)) }
    const { exitCode } = inspection.verdict
    if (context.settings.json) {
      const { inspectionJson } = await import('../present/inspect/json.ts')
      return { exitCode, result: inspectionJson(inspection), text: () => '', asides: [] }
    }
    const drawing = await drawn(inspection, context)
    const width = look.terminal ? look.width : undefined
    return { exitCode, text: () => inspectionText(inspection, drawing, paint, width), asides: [] }
  },
}

const HELP = `
The first lines answer whether the license is all right; then come problems with what to do, what the key says,
its time line, the limits in force. No key at all is an answer too: AxonFlow runs as Community.

  lic inspect                                the key in the product's own variable, else ask without showing it
  lic inspect file:key.txt                   the key in a file
  lic inspect secret:axonflow/license-key    the key that new tasks would read
  lic inspect - --at 2027-01-01 < key.txt    what will be so on another day
  lic inspect --health-url https://HOST/health   a license that lives by heartbeats, as its deployment has it

Exit codes: 0 usable; 2 wrong use; 30 no key; 31, 32 AWS did not answer, refused; 33 not verifiable; 40 in grace;
41 expired; 44 unreadable; 46 refused by the runtime; 49 forged (lic help exit-codes)
`

/** Looked up only where a key is to be renewed: it ends soon, or has ended. */
async function help({ verdict, product }: JudgedSource): Promise<Pick<Inspection, 'support' | 'ask'>> {
  const ends =
    (verdict.kind === 'out-of-term' && verdict.standing.phase.state !== 'pending') ||
    (verdict.kind === 'usable' && verdict.findings.some(({ code }) => code.startsWith('key.expires-')))
  const tier = ends ? product?.tierNamed(verdict.key.tier ?? '') : null
  const support = (tier && (await product?.support(tier))) || null
  if (support === null) return { support, ask: [] }
  const { supportSays } = await import('../present/support-says.ts')
  return { support, ask: supportSays(support) }
}

function gather(
  { given, verdict, product, rules }: JudgedSource,
  { settings }: Context,
): Omit<Inspection, 'support' | 'ask'> {
  const key = 'key' in verdict ? verdict.key : null
  return {
    verdict,
    from: given.from,
    strays: given.findings,
    asked: settings.at,
    productName: product?.name ?? null,
    tierInForce: tierInForce(verdict, product),
    rotates: product?.wiring != null,
    tiers: product?.tiers(rules, key ?? undefined) ?? null,
    reminders: (key?.expires != null && product?.reminders(key.expires)) || [],
    explanations: (key && product?.explain(key, rules)) ?? [],
  }
}

/** A picture is for a terminal; loaded only there. */
async function drawn({ verdict, asked }: Inspection, { look, paint }: Context): Promise<readonly string[]> {
  if (!look.terminal || !('timeline' in verdict) || verdict.timeline === null || verdict.standing === null)
    return []
  const { drawTimeline } = await import('../present/inspect/draw-timeline.ts')
  const { timeline, standing, now, key } = verdict
  return drawTimeline(
    { timeline, standing, now, issued: key.issued, mark: asked ? 'at' : 'today' },
    look.width,
    paint,
  )
}
