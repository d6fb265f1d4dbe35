import type { Inspection } from '../present/inspect/inspection.ts'
import { inspectionJson } from '../present/inspect/json.ts'
import { inspectionText } from '../present/inspect/text.ts'
import type { Context, Verb } from './command.ts'
import { type JudgedSource, judgeSource, tierInForce } from './judge-source.ts'

export const inspect: Verb = {
  uses: ['judging', 'aws', 'input'],
  define(flags) {
    flags.argument('[source]', 'where the key is: -, file:PATH, env:NAME, secret:ID (lic help sources)')
  },
  async run(context, [source]) {
    const { look, paint } = context
    const inspection = gather(await judgeSource(source, 'warn', context), context)
    const drawing = context.settings.json ? [] : await drawn(inspection, context)
    return {
      exitCode: inspection.verdict.exitCode,
      get result() {
        return inspectionJson(inspection)
      },
      text: () => inspectionText(inspection, drawing, paint, look.terminal ? look.width : undefined),
      asides: [],
    }
  },
}

function gather({ given, verdict, product }: JudgedSource, { settings }: Context): Inspection {
  const key = 'key' in verdict ? verdict.key : null
  return {
    verdict,
    from: given.from,
    strays: given.findings,
    asked: settings.at,
    productName: product?.name ?? null,
    tierInForce: tierInForce(verdict, product),
    tiers: product?.tiers({ platform: settings.platform }) ?? null,
    reminders: (key?.expires != null && product?.reminders(key.expires)) || [],
    explanations: (key && product?.explain(key)) ?? [],
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
