import { readKey } from '../../input/key-source.ts'
import { cutIntoBlocks } from '../../input/lines.ts'
import { openList } from '../../input/list-source.ts'
import { parseSource } from '../../input/source.ts'
import type { Finding } from '../../model/finding.ts'
import type { Checked, Tally } from '../../present/check/checked.ts'
import { readyProducts } from '../../products/registry.ts'
import type { Context } from '../command.ts'
import { checkEach } from './check-block.ts'
import { checkKey } from './check-key.ts'
import type { Request } from './check-reported.ts'
import type { Demands } from './demands.ts'
import { measureFor, mustBeReadable, readOptions } from './measure.ts'

/** The key of each source, with the file it lies in. All are read before the first is judged. */
export async function eachSource(
  context: Context,
  { sources, single, instead }: Request,
  demands: Demands,
  take: (checked: Checked) => Promise<void>,
): Promise<void> {
  if (!single) mustBeReadable(sources)
  const keys = []
  for (const source of single ? [sources[0]] : sources) {
    const read = readKey(source, context.host, readOptions(context, single))
    keys.push({ source, ...(await (single ? read.catch(instead(demands)) : read)) })
  }
  await readyProducts()
  const measure = await measureFor(context, demands, keys.find(({ place }) => place !== null)?.place ?? null)
  for (const { source, ...key } of keys) {
    const location = locationOf(source)
    await take({ ...checkKey({ ...key, line: null }, measure), ...(location && { location }) })
  }
}

function locationOf(source: string | undefined): { readonly path: string } | null {
  const parsed = source === undefined ? null : parseSource(source)
  return parsed?.kind === 'file' || parsed?.kind === 'dotenv' ? { path: parsed.path } : null
}

/** Every key of every list; resolves with what is to be said of the lists themselves. */
export async function eachLine(
  context: Context,
  sources: readonly string[],
  demands: Demands,
  take: (checked: Checked) => Promise<void>,
  passOver: (tally: Tally) => void,
): Promise<readonly Finding[]> {
  const { host, settings } = context
  mustBeReadable(sources)
  const lists = []
  for (const source of sources)
    lists.push({ ...(await openList(source, host, settings)), path: locationOf(source)?.path })
  await readyProducts()
  const measure = await measureFor(context, demands, lists.find(({ place }) => place !== null)?.place ?? null)
  for (const { chunks, from, path } of lists)
    for await (const block of cutIntoBlocks(chunks)) {
      const found: Checked[] = []
      passOver(checkEach(block, { ...measure, from }, (checked) => found.push(checked)))
      for (const checked of found)
        await take(
          path === undefined || checked.line === null
            ? checked
            : { ...checked, location: { path, line: checked.line } },
        )
    }
  return lists.flatMap(({ findings }) => findings)
}
