import type { Json } from '../../model/answer.ts'
import { type Code, exitCodeOf } from '../../model/codes.ts'
import { type Shown, visible } from '../../model/visible.ts'
import type { Look, Paint } from '../look.ts'
import { statusText } from './text.ts'
import { type StatusView, statusJson } from './view.ts'

/** One of several deployments: as it stands, or why it could not be looked at. */
export type OneOf = StatusView | { readonly deployment: string; readonly trouble: Unseen }

interface Unseen {
  readonly code: Code
  readonly says: Shown
  readonly hints: readonly Shown[]
}

/** One screen after the other, an empty line between them. */
export async function severalText(views: readonly OneOf[], look: Look, paint: Paint): Promise<string> {
  const screens = await Promise.all(
    views.map(async (one) => {
      if (!('trouble' in one)) return statusText(one, look, paint)
      const { code, says: text, hints } = one.trouble
      return [
        paint('strong', visible(one.deployment)),
        `${paint('bad', 'error:')} ${text} ${paint('quiet', `[${code}]`)}`,
        ...hints.map((hint) => `  hint: ${hint}`),
        '',
      ].join('\n')
    }),
  )
  return screens.join('\n')
}

/** `{ deployments }`: each as of `lic status`, with its own exit code; `error` in place of the rest where it could not be looked at. */
export const severalJson = (views: readonly OneOf[]): Json => ({
  deployments: views.map((one) => {
    if (!('trouble' in one)) return { exitCode: one.exitCode, ...statusJson(one) }
    const { code, says: message, hints } = one.trouble
    return {
      deployment: visible(one.deployment),
      exitCode: exitCodeOf(one.trouble),
      error: { code, message, hints },
    }
  }),
})
