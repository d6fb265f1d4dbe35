import type { Host } from '../host/host.ts'
import type { ProductId } from '../model/decoded.ts'
import { type Finding, warning } from '../model/finding.ts'
import { KeyText } from '../model/key-text.ts'
import { LicError } from '../model/lic-error.ts'
import { own, type Shown, says } from '../model/visible.ts'
import { isClean } from './clean.ts'
import { bytesOf, CAP, type Contents, type RemotePlace } from './contents.ts'
import { LICENSE_VARIABLES, productOfVariable } from './product-variables.ts'
import { readSource } from './read-source.ts'
import { parseOperand, type Source } from './source.ts'

export interface ReadOptions extends RemotePlace {
  /** a key given as an argument is read with a warning, or refused: other users see it in the process list */
  readonly argvKeys: 'warn' | 'refuse'
  /** the products' own variables may be read when no source is given */
  readonly ambient: boolean
  /** may ask on a terminal */
  readonly ask: boolean
}

/** A key as it was found, and where. */
export interface Given {
  readonly text: KeyText
  /** `standard input`, `file key.txt`, `$AXONFLOW_LICENSE_KEY`, `secret axonflow/license-key, AWSCURRENT` */
  readonly from: Shown
  /** the environment or file the key shares with other values, for telling whose anchor lies beside it; else null */
  readonly place: string | null
  /** the product whose variable the key stood in; null where it stood elsewhere */
  readonly hint: ProductId | null
  /** what was pasted along with it, and what else is worth knowing about the source */
  readonly findings: readonly Finding[]
}

/** Reads one key. One line break at its end is taken away, with a warning; everything else is the key. */
export async function readKey(source: string | undefined, host: Host, options: ReadOptions): Promise<Given> {
  if (source === undefined) return ambientKey(host, options)
  const operand = parseOperand(source, host)
  if (operand.kind !== 'text') return readFrom(operand, host, options)
  if (options.argvKeys === 'refuse')
    throw new LicError(
      'source.argv-key',
      says`a key on the command line can be read by other users; this command does not take one`,
      says`give it as -, file:PATH, env:NAME or secret:ID`,
    )
  const seen = warning(
    'source.argv-key',
    says`a key on the command line can be read by other users and stays in the shell's history`,
    says`give it as -, on standard input, or as file:PATH`,
  )
  return given({ bytes: bytesOf(operand.text), from: says`the command line`, place: null, findings: [seen] })
}

async function readFrom(source: Source, host: Host, options: ReadOptions): Promise<Given> {
  if (source.kind === 'stdin' && host.stdin.terminal && options.ask) return askForKey(host)
  return given(await readSource(source, host, options))
}

async function ambientKey(host: Host, options: ReadOptions): Promise<Given> {
  const set = options.ambient ? LICENSE_VARIABLES.filter((name) => host.env[name] !== undefined) : []
  const filled = set.filter((name) => host.env[name] !== '')
  if (filled.length > 1)
    throw new LicError(
      'source.several',
      says`several license variables are set: ${filled.map((name) => `$${name}`).join(', ')}`,
      says`name one: env:${filled[0] ?? ''}`,
    )
  const name = filled[0] ?? set[0]
  if (name !== undefined) return readFrom({ kind: 'env', name }, host, options)
  if (host.stdin.terminal && options.ask) return askForKey(host)
  throw new LicError(
    'source.unset',
    options.ambient
      ? says`no key: no source was named, and none of ${LICENSE_VARIABLES.map((one) => `$${one}`).join(', ')} is set`
      : says`no key: no source was named`,
    says`name a source: -, file:PATH, env:NAME, secret:ID (lic help sources)`,
    ...(options.ambient ? [says`without a key AxonFlow runs as Community`] : []),
  )
}

async function askForKey(host: Host): Promise<Given> {
  const typed = await host.stdin.ask('license key (not shown): ', { hidden: true })
  if (typed === null) throw new LicError('usage.interrupted', says`no key was typed`)
  return given({ bytes: bytesOf(typed), from: says`the prompt`, place: null, findings: [] })
}

/** Names what is astray in a text that should be one key, and takes one line break off its end. */
export async function given({ bytes, from, place, findings, name }: Contents): Promise<Given> {
  if (bytes.length > CAP)
    throw new LicError(
      'key.too-large',
      says`${own(from)} is larger than 1 MiB; no runtime can be given such a key`,
      says`a list of keys, one a line, is checked with: lic check --lines SOURCE`,
    )
  const end = bytes.endsWith('\r\n') ? bytes.length - 2 : bytes.length - (bytes.endsWith('\n') ? 1 : 0)
  const key = bytes.slice(0, end)
  const around = [
    ...(key === '' ? [warning('source.empty', says`${own(from)} holds nothing`)] : []),
    ...(key !== '' && end < bytes.length
      ? [
          warning(
            'source.newline',
            says`a line break after the key was taken away`,
            says`write it without one where a runtime reads it: printf %s, not echo`,
          ),
        ]
      : []),
  ]
  const hint = name === undefined ? null : productOfVariable(name)
  const astray = isClean(key) ? [] : (await import('./strays.ts')).strays(key)
  return { text: new KeyText(key), from, place, hint, findings: [...findings, ...around, ...astray] }
}
