import { readKey } from '../../input/key-source.ts'
import { cutIntoBlocks } from '../../input/lines.ts'
import { openList } from '../../input/list-source.ts'
import { parseSource } from '../../input/source.ts'
import type { Finding } from '../../model/finding.ts'
import type { Checked, Tally } from '../../present/check/checked.ts'
import { readyProducts } from '../../products/registry.ts'
import type { Context } from '../command.ts'
import { checkEach } from './check-block.ts'
import { keysOf, type Located } from './check-files.ts'
import { checkLocated } from './check-located.ts'
import type { Request } from './check-reported.ts'
import type { Demands } from './demands.ts'
import { measureFor, mustBeReadable, readOptions } from './measure.ts'

/** The key of each source, with the file it lies in. All are read before the first is judged. */
export async function eachSource(
  context: Context,
  { sources, single, instead }: Request,
  demands: Demands,
  take: (checked: Checked) => Promise<void>,
): Promise<readonly Finding[]> {
  if (!single) mustBeReadable(sources)
  const keys: Located[] = []
  const notes: Finding[] = []
  if (single) {
    const read = readKey(sources[0], context.host, readOptions(context, true))
    keys.push({ ...(await read.catch(instead(demands))), ...locationOf(sources[0]) })
  } else
    for (const source of sources) {
      const found = await keysOf(source, context)
      keys.push(...found.keys.map((key) => ({ ...locationOf(source), ...key })))
      notes.push(...found.notes)
    }
  await readyProducts()
  const measure = await measureFor(context, demands, keys.find(({ place }) => place !== null)?.place ?? null)
  for (const key of keys) {
    const checked = checkLocated(key, measure)
    if (checked !== null) await take(checked)
  }
  return notes
}

function locationOf(source: string | undefined): Pick<Located, 'location'> {
  const parsed = source === undefined ? null : parseSource(source)
  return parsed?.kind === 'file' || parsed?.kind === 'dotenv' ? { location: { path: parsed.path } } : {}
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
    lists.push({ ...(await openList(source, host, settings)), path: locationOf(source).location?.path })
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
