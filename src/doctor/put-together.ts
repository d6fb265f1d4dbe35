import type { ComposePart } from '../input/documents/compose-parts.ts'
import { type Shown, says } from '../model/visible.ts'

/** How a Compose file with parts from elsewhere is looked at: no key of this environment or of a file is in what this writes. */
export const PUT_TOGETHER: readonly Shown[] = [
  says`put it together without a key in it: docker compose config --no-interpolate --no-env-resolution --output compose.whole.yaml`,
  says`then look again: COMPOSE_FILE=compose.whole.yaml lic doctor`,
]

/** `line 3`, `lines 3, 7` */
export const linesOf = (parts: readonly ComposePart[]): Shown =>
  says`${parts.length === 1 ? 'line' : 'lines'} ${parts.map(({ line }) => line).join(', ')}`
