import { error, warning } from '../../model/finding.ts'
import type { Planned } from '../../model/plan.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import type { Draft, Intent } from '../target.ts'
import type { AdminSight } from './sight.ts'
import type { AdminStep } from './steps.ts'

const nothing: Draft<AdminStep> = { steps: [], head: [], refusals: [], warnings: [] }

/** The steps in order, each with its undo, or the reason why there is none. */
export function draft(seen: AdminSight, intent: Intent, noUndo: Shown | null): Draft<AdminStep> {
  switch (intent.kind) {
    case 'rotate':
      return rotation(seen, noUndo)
    case 'redeploy':
      return {
        ...nothing,
        refusals: [
          error(
            'admin.no-restart',
            says`over an admin API nothing can be restarted, and nothing needs to be: it takes a license at once`,
            says`put a key into place: lic rotate SOURCE --admin-url ${seen.ref.url} --admin-token SOURCE`,
          ),
        ],
      }
    case 'resume':
    case 'abandon':
      return nothing
  }
}

function rotation(seen: AdminSight, noUndo: Shown | null): Draft<AdminStep> {
  const { ref, api } = seen
  const path = ref.uploadPath ?? api.upload.path
  const undo: Planned<AdminStep>['undo'] =
    ref.previous === null || noUndo !== null
      ? { none: noUndo !== null && ref.previous !== null ? noUndo : NO_WAY_BACK }
      : [
          {
            id: 'take-back',
            effect: 'changes',
            step: { do: 'take-back' },
            says: says`upload the key from ${ref.previous.source} again`,
          },
          {
            id: 'prove-old',
            effect: 'reads',
            step: { do: 'prove', side: 'old' },
            says: says`ask whether it runs on that key again`,
          },
        ]
  return {
    ...nothing,
    warnings:
      ref.previous === null
        ? [warning('admin.no-way-back', NO_WAY_BACK, says`give the key that is live: --previous SOURCE`)]
        : [],
    steps: [
      {
        id: 'look-again',
        effect: 'reads',
        step: { do: 'look-again' },
        says: says`ask again what is live: it must be as planned`,
        undo: { none: says`it only reads` },
      },
      {
        id: 'promote',
        effect: 'changes',
        step: { do: 'promote' },
        says: says`POST the new key to ${new URL(path, ref.url).href}${own(api.upload.inferred && ref.uploadPath === null ? says` (inferred)` : says``)}`,
        undo,
      },
      {
        id: 'prove',
        effect: 'reads',
        step: { do: 'prove', side: 'new' },
        says: says`GET ${new URL(api.status.path, ref.url).href}: it must say the new key's plan and dates`,
        undo: { none: says`it only reads` },
      },
    ],
  }
}

const NO_WAY_BACK = says`no API returns the key that is live, so it cannot be put back`
