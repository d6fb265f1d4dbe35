import { EXIT } from '../../model/exit.ts'
import { type Shown, says } from '../../model/visible.ts'
import type { Inspection } from './inspection.ts'

/** A command, and what it is for. */
export interface Step {
  readonly command: Shown
  readonly says: Shown
}

const step = (command: Shown, what: Shown): readonly Step[] => [{ command, says: what }]

const ROTATE = step(
  says`lic rotate file:new-key.txt --dry-run`,
  says`what would be done with a new key; writes nothing`,
)

/** The next command, where there is one to give; the hints of the findings say the rest. */
export function nextSteps({ verdict, rotates }: Pick<Inspection, 'verdict' | 'rotates'>): readonly Step[] {
  switch (verdict.kind) {
    case 'usable':
      return rotates && verdict.findings.some(({ code }) => code.startsWith('key.expires-')) ? ROTATE : []
    case 'out-of-term':
    case 'refused':
    case 'forgery':
      return rotates ? ROTATE : []
    case 'unreadable':
      return verdict.exitCode === EXIT.usage
        ? []
        : step(says`lic inspect -`, says`paste the key again, whole; nothing of it is shown`)
    case 'absent':
      return step(says`lic limits`, says`what each tier allows`)
    case 'unproved':
      return []
  }
}
