import type { Host } from '../host/host.ts'
import { LicError } from '../model/lic-error.ts'
import { type Shown, says } from '../model/visible.ts'
import { isKeyLike } from './may-show.ts'
import { parseSecretRef, type SecretRef } from './secret-ref.ts'

/** Where a text comes from. */
export type Source =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'dotenv'; readonly path: string; readonly name: string }
  | { readonly kind: 'secret'; readonly ref: SecretRef }

/** What a user wrote in the place of a source: a source, or the text itself. */
export type Operand = Source | { readonly kind: 'text'; readonly text: string }

const LONG = 32

/** A source by its form; null for anything else. */
export function parseSource(given: string): Source | null {
  if (given === '-') return { kind: 'stdin' }
  if (given.startsWith('@'))
    return { kind: 'file', path: named(given.slice(1), says`@ needs a path: @key.txt`) }
  const [, form, rest = ''] = /^(file|env|dotenv|secret):(.*)$/s.exec(given) ?? []
  if (form === 'file') return { kind: 'file', path: named(rest, says`file: needs a path: file:key.txt`) }
  if (form === 'env')
    return { kind: 'env', name: named(rest, says`env: needs a name: env:AXONFLOW_LICENSE_KEY`) }
  if (form === 'dotenv') return parseDotenv(rest)
  if (form === 'secret') return { kind: 'secret', ref: parseSecretRef(rest) }
  if (/^arn:[a-z0-9-]+:(secretsmanager|ssm):/.test(given))
    return { kind: 'secret', ref: parseSecretRef(given) }
  return null
}

function parseDotenv(rest: string): Source {
  const hash = rest.lastIndexOf('#')
  const shape = says`dotenv: needs a path and a name: dotenv:.env#AXONFLOW_LICENSE_KEY`
  if (hash < 0) throw new LicError('source.unknown', shape)
  return { kind: 'dotenv', path: named(rest.slice(0, hash), shape), name: named(rest.slice(hash + 1), shape) }
}

function named(name: string, shape: Shown): string {
  if (name === '') throw new LicError('source.unknown', shape)
  return name
}

/** A source, or a text that is or may be a key; a bare word that is neither is refused, with what it may have meant. */
export function parseOperand(given: string, host: Pick<Host, 'files' | 'env'>): Operand {
  const source = parseSource(given)
  if (source) return source
  if (isKeyLike(given)) return { kind: 'text', text: given }
  if (given !== '' && host.files.isFile(given))
    throw new LicError(
      'source.unknown',
      says`a file is written with file: before it`,
      didYouMean('file', given),
    )
  if (given !== '' && host.env[given] !== undefined)
    throw new LicError(
      'source.unknown',
      says`a variable is written with env: before it`,
      didYouMean('env', given),
    )
  if (given.length >= LONG || given === '') return { kind: 'text', text: given }
  throw new LicError('source.unknown', says`this is neither a source nor a key`, FORMS)
}

const didYouMean = (form: 'file' | 'env', given: string): Shown => says`did you mean ${form}:${given}`

const FORMS = says`a source is - or file:PATH, env:NAME, dotenv:PATH#NAME, secret:ID (lic help sources)`
