import { Buffer } from 'node:buffer'
import type { Host } from '../../host/host.ts'
import { composeParts } from '../../input/documents/compose-parts.ts'
import { readDocument } from '../../input/documents/read-document.ts'
import { showPath } from '../../input/may-show.ts'
import { own, type Shown, says } from '../../model/visible.ts'
import { type ComposeFileFacts, type Looked, unseen } from '../facts.ts'
import { composeFilesIn } from './dotenv.ts'
import type { Tools } from './tools.ts'

const LARGEST = 1 << 20
/** In the order in which Compose looks for them; one is enough for it, and a file to override it may lie beside. */
const USUAL = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'] as const
const OVERRIDES = USUAL.map((name) => name.replace('.y', '.override.y'))

/** What Compose files say of the license, read without Docker. */
export async function lookAtComposeFiles(tools: Tools): Promise<Looked<readonly ComposeFileFacts[]>> {
  const { host, product, wanted } = tools
  const paths = await composePaths(host)
  const facts: ComposeFileFacts[] = []
  for (const path of paths) {
    const text = await readText(path, host)
    if (text === null) continue
    const reading = readDocument(path, text, { ...wanted, variables: product.variables })
    const found = reading.kind === 'document' ? reading.found : []
    const where = (inside: Shown | null): Shown => inside ?? says`somewhere in it`
    facts.push({
      path: showPath(path),
      passes: found.flatMap((one) => {
        if (one.variable === null || one.kind === 'fault') return []
        const from = one.kind === 'value' ? says`a value of its own, line ${one.line}` : one.to
        return [says`${own(where(one.inside))} takes it from ${own(from)}`]
      }),
      loads: found.flatMap((one) =>
        one.kind === 'reference' && one.variable === null
          ? [says`${own(where(one.inside))}: ${own(one.to)}`]
          : [],
      ),
      faults: found.flatMap((one) => (one.kind === 'fault' ? [one.why] : [])),
      parts: composeParts(text),
    })
  }
  return facts.length > 0
    ? { seen: facts }
    : unseen(
        says`there is no Compose file here`,
        says`where one is used, run lic where it lies, or name it with COMPOSE_FILE`,
      )
}

async function composePaths({ env, files }: Host): Promise<readonly string[]> {
  const named = composeFilesIn(env)
  if (named.length > 0) return named
  const first = USUAL.find((path) => files.isFile(path))
  const override = OVERRIDES.find((path) => files.isFile(path))
  return first === undefined ? [] : [first, ...(override === undefined ? [] : [override])]
}

async function readText(path: string, { files }: Host): Promise<string | null> {
  const file = await files.read(path, LARGEST).catch(() => null)
  return file === null || file.bytes.length > LARGEST ? null : Buffer.from(file.bytes).toString('utf8')
}
