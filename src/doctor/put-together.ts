import type { ComposePart } from '../input/documents/compose-parts.ts'
import { own, type Shown, says } from '../model/visible.ts'
import {
  type ComposeFileFacts,
  isUnseen,
  type Looked,
  type ServiceKey,
  type Unseen,
  unseen,
} from './facts.ts'

/** How a Compose file with parts from elsewhere is looked at: no key of this environment or of a file is in what this writes. */
export const PUT_TOGETHER: readonly Shown[] = [
  says`put it together without a key in it: docker compose config --no-interpolate --no-env-resolution --output compose.whole.yaml`,
  says`then look again: COMPOSE_FILE=compose.whole.yaml lic doctor`,
]

/** `line 3`, `lines 3, 7` */
export const linesOf = (parts: readonly ComposePart[]): Shown =>
  says`${parts.length === 1 ? 'line' : 'lines'} ${parts.map(({ line }) => line).join(', ')}`

/** @param quiet what says why, and shows no key */
export const broken = (command: string, quiet = command): Unseen =>
  unseen(says`${command} did not succeed`, says`see what it says: ${quiet}`)

export const CONFIG_FAILED = broken('docker compose config', 'docker compose config --quiet')

/** Where Compose did not succeed, it may be because it was let fetch nothing. */
export function whyConfig(
  config: Looked<readonly ServiceKey[]>,
  files: Looked<readonly ComposeFileFacts[]>,
): Looked<readonly ServiceKey[]> {
  const parts = isUnseen(files) ? [] : files.seen.filter(({ parts }) => parts.some(({ remote }) => remote))
  const [first] = parts
  if (config !== CONFIG_FAILED || first === undefined) return config
  return unseen(
    says`docker compose config did not succeed: ${own(first.path)} takes a file from elsewhere (${own(linesOf(first.parts.filter(({ remote }) => remote)))}), and nothing is fetched for this: its address may carry what is set here`,
    ...PUT_TOGETHER,
  )
}
